import { BaseSchema } from '@adonisjs/lucid/schema'

/** Hosts under one name, and what people use with what it needs. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE host_groups (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL UNIQUE,
        description text NOT NULL DEFAULT '',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE host_group_hosts (
        host_group_id integer NOT NULL REFERENCES host_groups ON DELETE CASCADE,
        host_id integer NOT NULL REFERENCES hosts ON DELETE CASCADE,
        PRIMARY KEY (host_group_id, host_id)
      );
      CREATE INDEX host_group_hosts_host ON host_group_hosts (host_id);
      CREATE TABLE host_group_groups (
        host_group_id integer NOT NULL REFERENCES host_groups ON DELETE CASCADE,
        member_id integer NOT NULL REFERENCES host_groups ON DELETE CASCADE,
        PRIMARY KEY (host_group_id, member_id)
      );
      CREATE INDEX host_group_groups_member ON host_group_groups (member_id);

      CREATE TABLE hosts_of_groups (
        host_group_id integer NOT NULL REFERENCES host_groups ON DELETE CASCADE,
        host_id integer NOT NULL REFERENCES hosts ON DELETE CASCADE,
        PRIMARY KEY (host_group_id, host_id)
      );
      COMMENT ON TABLE hosts_of_groups IS
        'Every host of a group and of the groups inside it, once; kept by triggers, never written by hand';
      -- What groups is a host in?
      CREATE INDEX hosts_of_groups_host ON hosts_of_groups (host_id);

      -- UNION stops at what was seen, so a group that holds itself on some way ends too.
      CREATE FUNCTION flatten_host_groups() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        WITH RECURSIVE inside (host_group_id, member_id) AS (
          SELECT id, id FROM host_groups
          UNION
          SELECT i.host_group_id, g.member_id FROM inside i JOIN host_group_groups g ON g.host_group_id = i.member_id
        ), wanted AS (
          SELECT DISTINCT i.host_group_id, h.host_id
          FROM inside i JOIN host_group_hosts h ON h.host_group_id = i.member_id
        ), gone AS (
          DELETE FROM hosts_of_groups o WHERE NOT EXISTS (
            SELECT FROM wanted w WHERE w.host_group_id = o.host_group_id AND w.host_id = o.host_id)
        )
        INSERT INTO hosts_of_groups SELECT host_group_id, host_id FROM wanted ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;

      CREATE TABLE check_host_groups (
        check_id integer NOT NULL REFERENCES checks ON DELETE CASCADE,
        host_group_id integer NOT NULL REFERENCES host_groups ON DELETE CASCADE,
        PRIMARY KEY (check_id, host_group_id)
      );
      CREATE INDEX check_host_groups_group ON check_host_groups (host_group_id);

      CREATE VIEW check_members AS
        SELECT check_id, host_id FROM check_hosts
        UNION
        SELECT check_id, host_id FROM check_host_groups JOIN hosts_of_groups USING (host_group_id);
      COMMENT ON VIEW check_members IS 'Every host of a check, named itself or through a group';
      CREATE VIEW assignments AS
        SELECT host_id, check_id, plugin_id, arguments FROM check_members JOIN check_plugins USING (check_id);
      COMMENT ON VIEW assignments IS 'What is run, judged and remembered together: one plugin on one host because of one check';

      ALTER TABLE limits ADD COLUMN host_group_id integer REFERENCES host_groups ON DELETE CASCADE;
      ALTER TABLE limits DROP CONSTRAINT limits_plugin_id_name_check_id_host_id_instance_key;
      ALTER TABLE limits ADD CONSTRAINT limits_place
        UNIQUE NULLS NOT DISTINCT (plugin_id, name, host_group_id, check_id, host_id, instance);
      ALTER TABLE limits ADD CONSTRAINT limits_group_or_host CHECK (num_nonnulls(host_group_id, host_id) < 2);
      COMMENT ON TABLE limits IS
        'Overrides of the limits a manifest declares. The most particular wins: instance, host, check, host group, plugin';

      CREATE VIEW limits_of_hosts AS
        SELECT h.id AS for_host_id, l.*,
          (SELECT count(*)::int FROM hosts_of_groups o WHERE o.host_group_id = l.host_group_id) AS group_size
        FROM hosts h JOIN limits l ON (l.host_id IS NULL OR l.host_id = h.id)
          AND (l.host_group_id IS NULL OR EXISTS (
            SELECT FROM hosts_of_groups o WHERE o.host_group_id = l.host_group_id AND o.host_id = h.id));
      COMMENT ON VIEW limits_of_hosts IS 'The overrides that may concern a host, with the size of the group they are for';

      CREATE VIEW states_in_force AS
        SELECT cs.* FROM current_states cs
        JOIN hosts h ON h.id = cs.host_id AND h.paused_at IS NULL
        JOIN checks c ON c.id = cs.check_id AND c.paused_at IS NULL
        JOIN plugins p ON p.id = cs.plugin_id AND p.paused_at IS NULL;
      COMMENT ON VIEW states_in_force IS 'Current states without those of what is paused';

      CREATE TABLE services (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL UNIQUE,
        description text NOT NULL DEFAULT '',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE service_dependencies (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        service_id integer NOT NULL REFERENCES services ON DELETE CASCADE,
        host_id integer REFERENCES hosts ON DELETE CASCADE,
        host_group_id integer REFERENCES host_groups ON DELETE CASCADE,
        needed_service_id integer REFERENCES services ON DELETE CASCADE,
        CHECK (num_nonnulls(host_id, host_group_id, needed_service_id) = 1),
        UNIQUE NULLS NOT DISTINCT (service_id, host_id, host_group_id, needed_service_id)
      );
      COMMENT ON TABLE service_dependencies IS 'All of these are needed';
      CREATE INDEX service_dependencies_host ON service_dependencies (host_id);
      CREATE INDEX service_dependencies_group ON service_dependencies (host_group_id);
      CREATE INDEX service_dependencies_needed ON service_dependencies (needed_service_id);
      CREATE TABLE redundancy_groups (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        service_id integer NOT NULL REFERENCES services ON DELETE CASCADE,
        name text NOT NULL DEFAULT '',
        at_least integer NOT NULL DEFAULT 1 CHECK (at_least > 0)
      );
      COMMENT ON TABLE redundancy_groups IS 'Of the members of each, at_least so many are needed';
      CREATE INDEX redundancy_groups_service ON redundancy_groups (service_id);
      CREATE TABLE redundancy_members (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        redundancy_group_id integer NOT NULL REFERENCES redundancy_groups ON DELETE CASCADE,
        host_id integer REFERENCES hosts ON DELETE CASCADE,
        host_group_id integer REFERENCES host_groups ON DELETE CASCADE,
        CHECK (num_nonnulls(host_id, host_group_id) = 1),
        UNIQUE NULLS NOT DISTINCT (redundancy_group_id, host_id, host_group_id)
      );
      CREATE INDEX redundancy_members_host ON redundancy_members (host_id);
      CREATE INDEX redundancy_members_group ON redundancy_members (host_group_id);

      CREATE TABLE host_group_health (
        host_group_id integer PRIMARY KEY REFERENCES host_groups ON DELETE CASCADE,
        state smallint NOT NULL,
        since timestamptz NOT NULL
      );
      CREATE TABLE service_health (
        service_id integer PRIMARY KEY REFERENCES services ON DELETE CASCADE,
        state smallint NOT NULL,
        since timestamptz NOT NULL
      );
    `)
    for (const table of FLATTENED) {
      this.schema.raw(
        `CREATE TRIGGER flatten AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${table}
         FOR EACH STATEMENT EXECUTE FUNCTION flatten_host_groups()`
      )
    }
    for (const table of CONFIGURATION) {
      this.schema.raw(
        `CREATE TRIGGER raise_revision AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${table}
         FOR EACH STATEMENT EXECUTE FUNCTION raise_configuration_revision()`
      )
    }
  }

  async down() {
    this.schema.raw(`
      DROP VIEW states_in_force, limits_of_hosts;
      DROP TABLE service_health, host_group_health, redundancy_members, redundancy_groups, service_dependencies, services;
      ALTER TABLE limits DROP CONSTRAINT limits_group_or_host, DROP CONSTRAINT limits_place;
      DELETE FROM limits WHERE host_group_id IS NOT NULL;
      ALTER TABLE limits DROP COLUMN host_group_id;
      ALTER TABLE limits ADD CONSTRAINT limits_plugin_id_name_check_id_host_id_instance_key
        UNIQUE NULLS NOT DISTINCT (plugin_id, name, check_id, host_id, instance);
      COMMENT ON TABLE limits IS 'Overrides of the limits a manifest declares. The most particular wins: instance, host, check, plugin';
      DROP VIEW assignments, check_members;
      DROP TABLE check_host_groups, hosts_of_groups, host_group_groups, host_group_hosts, host_groups;
      DROP FUNCTION flatten_host_groups;
    `)
  }
}

const FLATTENED = ['host_group_hosts', 'host_group_groups']

const CONFIGURATION = [
  'host_groups',
  'host_group_hosts',
  'host_group_groups',
  'check_host_groups',
  'services',
  'service_dependencies',
  'redundancy_groups',
  'redundancy_members',
]
