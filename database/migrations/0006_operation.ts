import { BaseSchema } from '@adonisjs/lucid/schema'

/** How the system itself is doing. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE system_logs (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        category text NOT NULL CHECK (category IN
          ('scheduler', 'dispatcher', 'classification', 'alerting', 'agent', 'deployment', 'appliance')),
        level text NOT NULL CHECK (level IN ('info', 'warning', 'error')),
        message text NOT NULL,
        host_id integer REFERENCES hosts ON DELETE SET NULL,
        plugin_id integer REFERENCES plugins ON DELETE SET NULL
      );
      -- The page, newest first, of one category or all.
      CREATE INDEX system_logs_category ON system_logs (category, id);

      CREATE TABLE run_requests (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        host_id integer REFERENCES hosts ON DELETE CASCADE,
        check_id integer REFERENCES checks ON DELETE CASCADE,
        revision bigint NOT NULL,
        requested_at timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON TABLE run_requests IS 'Run now: taken by the core once its configuration has reached the revision';

      CREATE TABLE process_reports (
        name text PRIMARY KEY CHECK (name IN ('scheduler', 'notifier')),
        reported_at timestamptz NOT NULL,
        trouble text
      );
      COMMENT ON TABLE process_reports IS 'Each long-lived part says here that it works, or why not; read by /api/v1/health';
      -- Whoever waits for these is woken at once; the payload says nothing, the rows do.
      CREATE FUNCTION wake_up() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify(TG_ARGV[0], '');
        RETURN NULL;
      END $$;
      CREATE TRIGGER wake_core AFTER INSERT ON run_requests
        FOR EACH STATEMENT EXECUTE FUNCTION wake_up('run_requests');
      CREATE TRIGGER wake_notifier AFTER INSERT ON notifications
        FOR EACH STATEMENT EXECUTE FUNCTION wake_up('notifications');
      CREATE TRIGGER wake_notifier AFTER INSERT OR UPDATE ON settings
        FOR EACH STATEMENT EXECUTE FUNCTION wake_up('notifications');
    `)
  }

  async down() {
    this.schema.raw('DROP FUNCTION wake_up CASCADE')
    this.schema.raw('DROP TABLE process_reports, run_requests, system_logs')
  }
}
