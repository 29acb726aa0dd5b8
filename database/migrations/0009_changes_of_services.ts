import { BaseSchema } from '@adonisjs/lucid/schema'

/** Services change and are told of; alerts that have lost what they were for are switched off, never widened. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE transitions
        ADD COLUMN service_id integer REFERENCES services ON DELETE CASCADE,
        ALTER COLUMN host_id DROP NOT NULL,
        ALTER COLUMN check_id DROP NOT NULL,
        ALTER COLUMN plugin_id DROP NOT NULL,
        DROP CONSTRAINT transitions_kind_check,
        ADD CONSTRAINT transitions_kind_check CHECK (kind IN ('result', 'host', 'service')),
        ADD CONSTRAINT transitions_subject CHECK (CASE kind
          WHEN 'result' THEN num_nonnulls(host_id, check_id, plugin_id) = 3 AND service_id IS NULL
          WHEN 'host' THEN host_id IS NOT NULL AND service_id IS NULL
          ELSE service_id IS NOT NULL AND host_id IS NULL END);
      COMMENT ON COLUMN transitions.kind IS
        'result: one (host, check, plugin, instance) changed; host, service: its health changed, caused by that result or, without one, by a change of the configuration';
      -- The bar of the last 24 hours of one service.
      CREATE INDEX transitions_service ON transitions (service_id, at) WHERE service_id IS NOT NULL;

      ALTER TABLE alerts
        ADD COLUMN is_restricted boolean NOT NULL DEFAULT false,
        DROP CONSTRAINT alerts_applies_to_check,
        ADD CONSTRAINT alerts_applies_to_check CHECK (applies_to IN ('all', 'all_hosts', 'all_services', 'chosen'));
      UPDATE alerts SET is_restricted = true WHERE id IN (SELECT alert_id FROM alert_restrictions);
      COMMENT ON COLUMN alerts.is_restricted IS
        'Whether it was made for certain checks and plugins: when the last of them goes, it must not become one for all';
      CREATE TABLE alert_host_groups (
        alert_id integer NOT NULL REFERENCES alerts ON DELETE CASCADE,
        host_group_id integer NOT NULL REFERENCES host_groups ON DELETE CASCADE,
        PRIMARY KEY (alert_id, host_group_id)
      );
      CREATE INDEX alert_host_groups_group ON alert_host_groups (host_group_id);
      CREATE TABLE alert_services (
        alert_id integer NOT NULL REFERENCES alerts ON DELETE CASCADE,
        service_id integer NOT NULL REFERENCES services ON DELETE CASCADE,
        PRIMARY KEY (alert_id, service_id)
      );
      CREATE INDEX alert_services_service ON alert_services (service_id);
      CREATE INDEX alert_hosts_host ON alert_hosts (host_id);
      CREATE INDEX alert_restrictions_check ON alert_restrictions (check_id);
      CREATE INDEX alert_restrictions_plugin ON alert_restrictions (plugin_id);

      -- Looked at when the transaction ends, because saving an alert takes its targets away and puts them back.
      CREATE FUNCTION switch_off_emptied_alert() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        emptied text;
      BEGIN
        UPDATE alerts a SET is_enabled = false, updated_at = now()
        WHERE a.id = OLD.alert_id AND a.is_enabled AND (
          (a.is_restricted AND NOT EXISTS (SELECT FROM alert_restrictions r WHERE r.alert_id = a.id))
          OR (a.applies_to = 'chosen'
            AND NOT EXISTS (SELECT FROM alert_hosts t WHERE t.alert_id = a.id)
            AND NOT EXISTS (SELECT FROM alert_host_groups t WHERE t.alert_id = a.id)
            AND NOT EXISTS (SELECT FROM alert_services t WHERE t.alert_id = a.id)))
        RETURNING a.name INTO emptied;
        IF emptied IS NOT NULL THEN
          INSERT INTO system_logs (category, level, message) VALUES ('alerting', 'warning',
            'The alert “' || emptied || '” was switched off: what it was for has been deleted. Choose anew what it is for, or delete it.');
        END IF;
        RETURN NULL;
      END $$;

      ALTER TABLE notifications
        DROP CONSTRAINT notifications_status_check,
        ADD CONSTRAINT notifications_status_check CHECK (status IN ('waiting', 'sending', 'sent', 'failed', 'withdrawn'));
      COMMENT ON COLUMN notifications.status IS
        'withdrawn: ends a thread without a message, because what was watched there is watched no more';
      COMMENT ON COLUMN notifications.subject IS
        'What the thread is about: host:1, service:1, or result:1:2:3:instance';
    `)
    for (const table of TARGETS) {
      this.schema.raw(
        `CREATE CONSTRAINT TRIGGER switch_off_emptied AFTER DELETE ON ${table} DEFERRABLE INITIALLY DEFERRED
         FOR EACH ROW EXECUTE FUNCTION switch_off_emptied_alert()`
      )
    }
    for (const table of ['alert_host_groups', 'alert_services']) {
      this.schema.raw(
        `CREATE TRIGGER raise_revision AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${table}
         FOR EACH STATEMENT EXECUTE FUNCTION raise_configuration_revision()`
      )
    }
  }

  async down() {
    this.schema.raw(`
      DELETE FROM notifications WHERE status = 'withdrawn' OR subject LIKE 'service:%';
      ALTER TABLE notifications
        DROP CONSTRAINT notifications_status_check,
        ADD CONSTRAINT notifications_status_check CHECK (status IN ('waiting', 'sending', 'sent', 'failed'));
      COMMENT ON COLUMN notifications.status IS NULL;
      COMMENT ON COLUMN notifications.subject IS 'What the thread is about: host:1, or result:1:2:3:instance';
      DROP FUNCTION switch_off_emptied_alert CASCADE;
      DROP INDEX alert_hosts_host, alert_restrictions_check, alert_restrictions_plugin;
      DROP TABLE alert_services, alert_host_groups;
      DELETE FROM alerts WHERE applies_to IN ('all', 'all_services');
      ALTER TABLE alerts
        DROP CONSTRAINT alerts_applies_to_check,
        ADD CONSTRAINT alerts_applies_to_check CHECK (applies_to IN ('all_hosts', 'chosen')),
        DROP COLUMN is_restricted;
      DELETE FROM transitions WHERE kind = 'service' OR num_nonnulls(host_id, check_id, plugin_id) < 3;
      DROP INDEX transitions_service;
      ALTER TABLE transitions
        DROP CONSTRAINT transitions_subject,
        DROP CONSTRAINT transitions_kind_check,
        ADD CONSTRAINT transitions_kind_check CHECK (kind IN ('result', 'host')),
        DROP COLUMN service_id,
        ALTER COLUMN host_id SET NOT NULL,
        ALTER COLUMN check_id SET NOT NULL,
        ALTER COLUMN plugin_id SET NOT NULL;
      COMMENT ON COLUMN transitions.kind IS 'result: one (host, check, plugin, instance) changed; host: the health of the host changed, caused by that result';
    `)
  }
}

const TARGETS = ['alert_hosts', 'alert_host_groups', 'alert_services', 'alert_restrictions']
