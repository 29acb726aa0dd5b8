import { column } from '@adonisjs/lucid/orm'
import { PluginVersionSchema } from '#database/schema'
import type { Manifest } from '../../agent/protocol/manifest.ts'
import type { Advice } from '../plugins/advice.ts'

/** One package of a plugin. */
export default class PluginVersion extends PluginVersionSchema {
  @column({ columnName: 'sha256' })
  declare sha256: string

  @column()
  declare manifest: Manifest

  @column()
  declare advice: Advice
}
