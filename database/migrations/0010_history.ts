import { BaseSchema } from '@adonisjs/lucid/schema'

/** What is kept when the results themselves are dropped, and what has to be done for that. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE hourly_results (
        hour timestamptz NOT NULL,
        mean double precision,
        low double precision,
        high double precision,
        series_id integer NOT NULL,
        result_count integer NOT NULL,
        value_count integer NOT NULL,
        worst_state smallint NOT NULL,
        PRIMARY KEY (series_id, hour)
      ) PARTITION BY RANGE (hour);
      COMMENT ON TABLE hourly_results IS
        'Results gathered by the hour, in monthly partitions made on demand. mean, low and high are of those with a value';

      -- All results of one hour, to gather them. Results come in the order of their slots, so a few pages tell where.
      CREATE INDEX results_slot ON results USING brin (slot) WITH (pages_per_range = 32);

      CREATE TABLE hours_to_gather (hour timestamptz PRIMARY KEY);
      COMMENT ON TABLE hours_to_gather IS
        'Hours with results that are not in hourly_results yet, or not all: written with each batch, taken away once gathered';
      INSERT INTO hours_to_gather SELECT DISTINCT date_trunc('hour', slot, 'UTC') FROM results;

      -- A series may have millions of results: they are cleared away afterwards, bit by bit.
      DROP TRIGGER delete_results ON series;
      DROP FUNCTION delete_results;
      CREATE TABLE deleted_series (
        id integer PRIMARY KEY,
        deleted_at timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON TABLE deleted_series IS 'Series whose results are still to be cleared away';
      CREATE FUNCTION remember_deleted_series() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO deleted_series SELECT id FROM gone ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
      CREATE TRIGGER remember_deleted AFTER DELETE ON series REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION remember_deleted_series();

      -- What is settled is known from the results and misses themselves; writing it again cost every check an update.
      DROP TABLE assignment_progress;

      CREATE TABLE clock_knowledge (
        id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
        seen_at timestamptz NOT NULL,
        jumped_ms double precision,
        doubted_at timestamptz
      );
      COMMENT ON TABLE clock_knowledge IS
        'When the clock was last looked at, and a jump of it that nobody has confirmed: until then no history is dropped';

      -- Cleared away by age.
      CREATE INDEX misses_age ON misses (to_slot);
      CREATE INDEX transitions_age ON transitions (at);
      CREATE INDEX system_logs_age ON system_logs (at);

      ALTER TABLE process_reports
        DROP CONSTRAINT process_reports_name_check,
        ADD CONSTRAINT process_reports_name_check CHECK (name IN ('scheduler', 'notifier', 'housekeeper'));
    `)
  }

  async down() {
    this.schema.raw(`
      DELETE FROM process_reports WHERE name = 'housekeeper';
      ALTER TABLE process_reports
        DROP CONSTRAINT process_reports_name_check,
        ADD CONSTRAINT process_reports_name_check CHECK (name IN ('scheduler', 'notifier'));
      CREATE TABLE assignment_progress (
        host_id integer NOT NULL REFERENCES hosts ON DELETE CASCADE,
        check_id integer NOT NULL REFERENCES checks ON DELETE CASCADE,
        plugin_id integer NOT NULL REFERENCES plugins ON DELETE CASCADE,
        settled_slot timestamptz NOT NULL,
        PRIMARY KEY (host_id, check_id, plugin_id)
      ) WITH (fillfactor = 50);
      COMMENT ON COLUMN assignment_progress.settled_slot IS 'Every slot up to this one is a result or a recorded miss';
      CREATE INDEX assignment_progress_check ON assignment_progress (check_id);
      CREATE INDEX assignment_progress_plugin ON assignment_progress (plugin_id);
      INSERT INTO assignment_progress SELECT host_id, check_id, plugin_id, max(slot) FROM (
        SELECT host_id, check_id, plugin_id, slot FROM series JOIN results ON series_id = id
        UNION ALL SELECT host_id, check_id, plugin_id, to_slot FROM misses) settled GROUP BY 1, 2, 3;
      DROP INDEX system_logs_age, transitions_age, misses_age;
      DROP FUNCTION remember_deleted_series CASCADE;
      DELETE FROM results WHERE series_id IN (SELECT id FROM deleted_series);
      DROP INDEX results_slot;
      DROP TABLE clock_knowledge, deleted_series, hours_to_gather, hourly_results;
      CREATE FUNCTION delete_results() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM results WHERE series_id = OLD.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER delete_results AFTER DELETE ON series FOR EACH ROW EXECUTE FUNCTION delete_results();
    `)
  }
}
