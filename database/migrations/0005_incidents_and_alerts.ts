import { BaseSchema } from '@adonisjs/lucid/schema'

/** What changed, who has to know, and what was sent. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE incidents (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        host_id integer NOT NULL REFERENCES hosts ON DELETE CASCADE,
        check_id integer NOT NULL REFERENCES checks ON DELETE CASCADE,
        plugin_id integer NOT NULL REFERENCES plugins ON DELETE CASCADE,
        instance text NOT NULL DEFAULT '',
        worst_state smallint NOT NULL,
        opened_at timestamptz NOT NULL,
        closed_at timestamptz
      );
      -- At most one open incident per cause.
      CREATE UNIQUE INDEX incidents_open ON incidents (host_id, check_id, plugin_id, instance) WHERE closed_at IS NULL;
      CREATE INDEX incidents_host ON incidents (host_id, opened_at);

      CREATE TABLE transitions (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('result', 'host')),
        host_id integer NOT NULL REFERENCES hosts ON DELETE CASCADE,
        check_id integer NOT NULL REFERENCES checks ON DELETE CASCADE,
        plugin_id integer NOT NULL REFERENCES plugins ON DELETE CASCADE,
        instance text NOT NULL DEFAULT '',
        incident_id integer REFERENCES incidents ON DELETE SET NULL,
        from_state smallint NOT NULL,
        to_state smallint NOT NULL,
        at timestamptz NOT NULL,
        reason text NOT NULL DEFAULT ''
      );
      COMMENT ON COLUMN transitions.kind IS 'result: one (host, check, plugin, instance) changed; host: the health of the host changed, caused by that result';
      -- The bar of the last 24 hours of one host; what happened, newest first.
      CREATE INDEX transitions_host ON transitions (host_id, kind, at);

      CREATE TABLE alerts (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL UNIQUE,
        module text NOT NULL,
        encrypted_options text NOT NULL,
        from_states smallint[] NOT NULL,
        to_states smallint[] NOT NULL,
        applies_to text NOT NULL CHECK (applies_to IN ('all_hosts', 'chosen')),
        is_enabled boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE alert_hosts (
        alert_id integer NOT NULL REFERENCES alerts ON DELETE CASCADE,
        host_id integer NOT NULL REFERENCES hosts ON DELETE CASCADE,
        PRIMARY KEY (alert_id, host_id)
      );
      CREATE TABLE alert_restrictions (
        alert_id integer NOT NULL REFERENCES alerts ON DELETE CASCADE,
        check_id integer REFERENCES checks ON DELETE CASCADE,
        plugin_id integer REFERENCES plugins ON DELETE CASCADE,
        CHECK (num_nonnulls(check_id, plugin_id) = 1),
        UNIQUE NULLS NOT DISTINCT (alert_id, check_id, plugin_id)
      );

      CREATE TABLE notifications (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        alert_id integer REFERENCES alerts ON DELETE SET NULL,
        incident_id integer REFERENCES incidents ON DELETE SET NULL,
        kind text NOT NULL CHECK (kind IN ('problem', 'recovery', 'test')),
        module text NOT NULL,
        encrypted_options text NOT NULL,
        content jsonb NOT NULL,
        subject text NOT NULL,
        message_id text NOT NULL UNIQUE,
        thread_id text NOT NULL,
        status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sending', 'sent', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        claimed_until timestamptz,
        last_error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        sent_at timestamptz
      );
      COMMENT ON TABLE notifications IS 'The outbox: written in the transaction of the change, sent after its commit';
      COMMENT ON COLUMN notifications.subject IS 'What the thread is about: host:1, or result:1:2:3:instance';
      -- What is due to be sent.
      CREATE INDEX notifications_due ON notifications (next_attempt_at) WHERE status IN ('waiting', 'sending');
      CREATE INDEX notifications_incident ON notifications (incident_id, alert_id);
      -- Is there an open thread of this alert about this subject?
      CREATE INDEX notifications_subject ON notifications (alert_id, subject, id);
    `)
    for (const table of ['alerts', 'alert_hosts', 'alert_restrictions']) {
      this.schema.raw(
        `CREATE TRIGGER raise_revision AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${table}
         FOR EACH STATEMENT EXECUTE FUNCTION raise_configuration_revision()`
      )
    }
  }

  async down() {
    this.schema.raw(
      'DROP TABLE notifications, alert_restrictions, alert_hosts, alerts, transitions, incidents'
    )
  }
}
