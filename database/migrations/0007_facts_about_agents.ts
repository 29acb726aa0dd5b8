import { BaseSchema } from '@adonisjs/lucid/schema'

/** What the core learns of an agent is stored with its host, and is no change of what people have set. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      DROP TRIGGER raise_revision ON hosts;
      -- Without protocol_version and about, which the core writes itself: it would read everything anew each time.
      CREATE TRIGGER raise_revision AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF
        name, address, port, description, agent_id, encrypted_key, certificate_check, certificate_pem, is_self, paused_at
        ON hosts FOR EACH STATEMENT EXECUTE FUNCTION raise_configuration_revision();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TRIGGER raise_revision ON hosts;
      CREATE TRIGGER raise_revision AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON hosts
        FOR EACH STATEMENT EXECUTE FUNCTION raise_configuration_revision();
    `)
  }
}
