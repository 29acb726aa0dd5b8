import { BaseSchema } from '@adonisjs/lucid/schema'

/** Machines that carry no agent are watched from outside only: what an agent would run there is not assigned. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE hosts ADD COLUMN has_agent boolean NOT NULL DEFAULT true;
      COMMENT ON COLUMN hosts.has_agent IS 'Without one only plugins that run on the server can be run for it';

      DROP TRIGGER raise_revision ON hosts;
      CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF
        name, address, port, description, agent_id, encrypted_key, certificate_check, certificate_pem, is_self, paused_at,
        has_agent
        ON hosts FOR EACH STATEMENT EXECUTE FUNCTION raise_configuration_revision();

      CREATE OR REPLACE VIEW assignments AS
        SELECT host_id, check_id, cp.plugin_id, arguments
        FROM check_members JOIN check_plugins cp USING (check_id) JOIN hosts h ON h.id = host_id
        WHERE h.has_agent OR EXISTS (
          SELECT FROM plugins p JOIN plugin_versions v ON v.id = p.current_version_id
          WHERE p.id = cp.plugin_id AND v.manifest->>'runs_on' = 'server');
    `)
  }

  async down() {
    this.schema.raw(`
      CREATE OR REPLACE VIEW assignments AS
        SELECT host_id, check_id, plugin_id, arguments FROM check_members JOIN check_plugins USING (check_id);
      DROP TRIGGER raise_revision ON hosts;
      CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF
        name, address, port, description, agent_id, encrypted_key, certificate_check, certificate_pem, is_self, paused_at
        ON hosts FOR EACH STATEMENT EXECUTE FUNCTION raise_configuration_revision();
      ALTER TABLE hosts DROP COLUMN has_agent;
    `)
  }
}
