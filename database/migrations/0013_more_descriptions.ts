import { BaseSchema } from '@adonisjs/lucid/schema'

/** Alerts and programs can be described too, as everything else that people make. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE alerts ADD COLUMN description text NOT NULL DEFAULT '';
      ALTER TABLE api_clients ADD COLUMN description text NOT NULL DEFAULT '';
    `)
  }

  async down() {
    this.schema.raw(`
      ALTER TABLE api_clients DROP COLUMN description;
      ALTER TABLE alerts DROP COLUMN description;
    `)
  }
}
