import { BaseSchema } from '@adonisjs/lucid/schema'

/** The rule of a check holds only what it overrides: the rest follows the rule of the plugin. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE classifiers
        ALTER COLUMN code DROP NOT NULL,
        ALTER COLUMN n_historical DROP NOT NULL;
      -- Until now a check kept a copy of what it did not override.
      UPDATE classifiers own SET
          code = nullif(own.code, base.code),
          n_historical = nullif(own.n_historical, base.n_historical)
        FROM classifiers base
        WHERE own.check_id IS NOT NULL AND base.check_id IS NULL AND base.plugin_id = own.plugin_id;
      UPDATE classifiers SET is_edited = code IS NOT NULL WHERE check_id IS NOT NULL;
      DELETE FROM classifiers WHERE code IS NULL AND n_historical IS NULL;
      ALTER TABLE classifiers ADD CONSTRAINT classifiers_whole CHECK (
        CASE WHEN check_id IS NULL THEN code IS NOT NULL AND n_historical IS NOT NULL
          ELSE code IS NOT NULL OR n_historical IS NOT NULL END);
      COMMENT ON TABLE classifiers IS
        'One rule per plugin (check_id null) and at most one more per check; null there: as the plugin has it';
    `)
  }

  async down() {
    this.schema.raw(`
      ALTER TABLE classifiers DROP CONSTRAINT classifiers_whole;
      UPDATE classifiers own SET
          code = coalesce(own.code, base.code),
          n_historical = coalesce(own.n_historical, base.n_historical)
        FROM classifiers base
        WHERE own.check_id IS NOT NULL AND base.check_id IS NULL AND base.plugin_id = own.plugin_id;
      ALTER TABLE classifiers
        ALTER COLUMN code SET NOT NULL,
        ALTER COLUMN n_historical SET NOT NULL;
      COMMENT ON TABLE classifiers IS
        'One rule per plugin (check_id null) and at most one more per check that overrides it';
    `)
  }
}
