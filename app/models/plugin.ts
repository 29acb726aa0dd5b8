import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { PluginSchema } from '#database/schema'
import PluginVersion from './plugin_version.ts'

/** Something that measures: a package that agents run. */
export default class Plugin extends PluginSchema {
  @belongsTo(() => PluginVersion, { foreignKey: 'currentVersionId' })
  declare currentVersion: BelongsTo<typeof PluginVersion>
}
