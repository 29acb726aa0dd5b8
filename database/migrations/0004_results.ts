import { BaseSchema } from '@adonisjs/lucid/schema'

/** What was measured, what was missed, and who may write it. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE core_lease (
        id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
        holder text,
        epoch integer NOT NULL DEFAULT 0,
        expires_at timestamptz NOT NULL DEFAULT '-infinity'
      );
      INSERT INTO core_lease DEFAULT VALUES;
      COMMENT ON COLUMN core_lease.epoch IS 'Rises with every new holder; a batch under an older epoch is refused';

      CREATE TABLE series (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        host_id integer NOT NULL REFERENCES hosts ON DELETE CASCADE,
        check_id integer NOT NULL REFERENCES checks ON DELETE CASCADE,
        plugin_id integer NOT NULL REFERENCES plugins ON DELETE CASCADE,
        instance text NOT NULL DEFAULT '',
        metric text NOT NULL DEFAULT '',
        UNIQUE (host_id, check_id, plugin_id, instance, metric)
      );
      COMMENT ON TABLE series IS 'One line in a graph. The main value has an empty instance and an empty metric';
      CREATE INDEX series_check ON series (check_id);
      CREATE INDEX series_plugin ON series (plugin_id);

      CREATE TABLE messages (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        text text NOT NULL CHECK (octet_length(text) <= 4096),
        digest bytea NOT NULL UNIQUE
      );
      COMMENT ON TABLE messages IS 'Interned texts of results, found by the SHA-256 of the text';

      CREATE TABLE results (
        slot timestamptz NOT NULL,
        value double precision,
        series_id integer NOT NULL,
        message_id integer,
        duration_ms integer,
        state smallint NOT NULL,
        result_type smallint NOT NULL,
        PRIMARY KEY (series_id, slot)
      ) PARTITION BY RANGE (slot);
      COMMENT ON TABLE results IS 'Weekly partitions by slot, made on demand. States and result types: app/monitoring/states.ts';

      -- Results follow their series; a foreign key would cost a look-up per stored row.
      CREATE FUNCTION delete_results() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM results WHERE series_id = OLD.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER delete_results AFTER DELETE ON series FOR EACH ROW EXECUTE FUNCTION delete_results();

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

      CREATE TABLE misses (
        host_id integer NOT NULL REFERENCES hosts ON DELETE CASCADE,
        check_id integer NOT NULL REFERENCES checks ON DELETE CASCADE,
        plugin_id integer NOT NULL REFERENCES plugins ON DELETE CASCADE,
        from_slot timestamptz NOT NULL,
        to_slot timestamptz NOT NULL CHECK (to_slot >= from_slot),
        slot_count integer NOT NULL CHECK (slot_count > 0),
        reason text NOT NULL,
        PRIMARY KEY (host_id, check_id, plugin_id, from_slot)
      );
      COMMENT ON TABLE misses IS 'Ranges of slots that ended without a result, and why';
      CREATE INDEX misses_check ON misses (check_id);
      CREATE INDEX misses_plugin ON misses (plugin_id);

      CREATE TABLE current_states (
        host_id integer NOT NULL REFERENCES hosts ON DELETE CASCADE,
        check_id integer NOT NULL REFERENCES checks ON DELETE CASCADE,
        plugin_id integer NOT NULL REFERENCES plugins ON DELETE CASCADE,
        instance text NOT NULL DEFAULT '',
        state smallint NOT NULL,
        counts_as smallint,
        since timestamptz NOT NULL,
        reason text NOT NULL DEFAULT '',
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (host_id, check_id, plugin_id, instance)
      );
      COMMENT ON TABLE current_states IS 'Written on change only; the latest value is in the results';
      COMMENT ON COLUMN current_states.counts_as IS
        'What it counts as for health, incidents and alerts, where that differs from the state: the last state seen while the machine cannot be reached; ok for the whole when its instances count one by one';
      CREATE INDEX current_states_check ON current_states (check_id);
      CREATE INDEX current_states_plugin ON current_states (plugin_id);

      CREATE TABLE host_health (
        host_id integer PRIMARY KEY REFERENCES hosts ON DELETE CASCADE,
        state smallint NOT NULL,
        since timestamptz NOT NULL
      );
    `)
  }

  async down() {
    this.schema.raw(
      'DROP TABLE host_health, current_states, misses, assignment_progress, results, messages, series, core_lease'
    )
    this.schema.raw('DROP FUNCTION delete_results')
  }
}
