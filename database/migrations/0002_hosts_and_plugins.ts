import { BaseSchema } from '@adonisjs/lucid/schema'

/** What is watched, and with what. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE hosts (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL UNIQUE,
        address text NOT NULL,
        port integer NOT NULL DEFAULT 4048 CHECK (port BETWEEN 1 AND 65535),
        description text NOT NULL DEFAULT '',
        agent_id text UNIQUE,
        encrypted_key text,
        certificate_check text NOT NULL DEFAULT 'pinned' CHECK (certificate_check IN ('pinned', 'chain', 'none')),
        certificate_pem text,
        protocol_version smallint,
        about jsonb NOT NULL DEFAULT '{}',
        is_self boolean NOT NULL DEFAULT false,
        paused_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON COLUMN hosts.encrypted_key IS 'Key of the agent, AES-256-GCM under the application key; null for a host without an agent';
      COMMENT ON COLUMN hosts.about IS 'Last answer to /v2/about: agent version, operating system, architecture, host name';

      CREATE TABLE plugins (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        identifier text NOT NULL UNIQUE,
        name text NOT NULL,
        description text NOT NULL,
        is_bundled boolean NOT NULL DEFAULT false,
        current_version_id integer,
        paused_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON COLUMN plugins.identifier IS 'The id of the manifest, such as disk_space';

      CREATE TABLE plugin_versions (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        plugin_id integer NOT NULL REFERENCES plugins ON DELETE CASCADE,
        version numeric NOT NULL,
        sha256 text NOT NULL,
        archive bytea NOT NULL,
        signature bytea,
        manifest jsonb NOT NULL,
        default_classifier text NOT NULL,
        advice jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (plugin_id, sha256)
      );
      ALTER TABLE plugins ADD FOREIGN KEY (current_version_id) REFERENCES plugin_versions;
    `)
  }

  async down() {
    this.schema.raw(`
      ALTER TABLE plugins DROP COLUMN current_version_id;
      DROP TABLE plugin_versions, plugins, hosts;
    `)
  }
}
