import { BaseSchema } from '@adonisjs/lucid/schema'

/** Which plugins run on which hosts, when, and how their answers are judged. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE checks (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL UNIQUE,
        description text NOT NULL DEFAULT '',
        paused_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE check_hosts (
        check_id integer NOT NULL REFERENCES checks ON DELETE CASCADE,
        host_id integer NOT NULL REFERENCES hosts ON DELETE CASCADE,
        PRIMARY KEY (check_id, host_id)
      );
      -- Deleting a host looks for its checks.
      CREATE INDEX check_hosts_host ON check_hosts (host_id);
      CREATE TABLE check_plugins (
        check_id integer NOT NULL REFERENCES checks ON DELETE CASCADE,
        plugin_id integer NOT NULL REFERENCES plugins ON DELETE CASCADE,
        arguments jsonb NOT NULL DEFAULT '{}',
        PRIMARY KEY (check_id, plugin_id)
      );
      CREATE INDEX check_plugins_plugin ON check_plugins (plugin_id);

      CREATE TABLE schedules (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL UNIQUE,
        description text NOT NULL DEFAULT '',
        time_zone text NOT NULL DEFAULT 'UTC',
        maximum_lateness_seconds integer NOT NULL DEFAULT 60 CHECK (maximum_lateness_seconds > 0),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE intervals (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        schedule_id integer NOT NULL REFERENCES schedules ON DELETE CASCADE,
        start_at timestamptz NOT NULL,
        every integer NOT NULL CHECK (every > 0),
        unit text NOT NULL CHECK (unit IN ('second', 'minute', 'hour', 'day', 'week'))
      );
      CREATE INDEX intervals_schedule ON intervals (schedule_id);
      CREATE TABLE schedule_checks (
        schedule_id integer NOT NULL REFERENCES schedules ON DELETE CASCADE,
        check_id integer NOT NULL REFERENCES checks ON DELETE CASCADE,
        PRIMARY KEY (schedule_id, check_id)
      );
      CREATE INDEX schedule_checks_check ON schedule_checks (check_id);

      CREATE TABLE classifiers (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        plugin_id integer NOT NULL REFERENCES plugins ON DELETE CASCADE,
        check_id integer REFERENCES checks ON DELETE CASCADE,
        code text NOT NULL,
        n_historical integer NOT NULL CHECK (n_historical BETWEEN 1 AND 1000),
        is_edited boolean NOT NULL DEFAULT false,
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE NULLS NOT DISTINCT (plugin_id, check_id)
      );
      COMMENT ON TABLE classifiers IS 'One rule per plugin (check_id null) and at most one more per check that overrides it';

      CREATE TABLE limits (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        plugin_id integer NOT NULL REFERENCES plugins ON DELETE CASCADE,
        name text NOT NULL,
        check_id integer REFERENCES checks ON DELETE CASCADE,
        host_id integer REFERENCES hosts ON DELETE CASCADE,
        instance text,
        value jsonb NOT NULL,
        UNIQUE NULLS NOT DISTINCT (plugin_id, name, check_id, host_id, instance)
      );
      COMMENT ON TABLE limits IS 'Overrides of the limits a manifest declares. The most particular wins: instance, host, check, plugin';

      -- The core keeps the configuration in memory and asks only whether this number has risen.
      CREATE TABLE configuration_revision (
        id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
        revision bigint NOT NULL DEFAULT 1
      );
      INSERT INTO configuration_revision DEFAULT VALUES;

      CREATE FUNCTION raise_configuration_revision() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE configuration_revision SET revision = revision + 1;
        PERFORM pg_notify('configuration', (SELECT revision::text FROM configuration_revision));
        RETURN NULL;
      END $$;
    `)
    for (const table of CONFIGURATION) {
      this.schema.raw(
        `CREATE TRIGGER raise_revision AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${table}
         FOR EACH STATEMENT EXECUTE FUNCTION raise_configuration_revision()`
      )
    }
  }

  async down() {
    this.schema.raw(`
      DROP FUNCTION raise_configuration_revision CASCADE;
      DROP TABLE configuration_revision, limits, classifiers, schedule_checks, intervals, schedules,
        check_plugins, check_hosts, checks;
    `)
  }
}

const CONFIGURATION = [
  'hosts',
  'plugins',
  'plugin_versions',
  'checks',
  'check_hosts',
  'check_plugins',
  'schedules',
  'intervals',
  'schedule_checks',
  'classifiers',
  'limits',
]
