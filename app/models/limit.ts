import { column } from '@adonisjs/lucid/orm'
import { LimitSchema } from '#database/schema'
import type { LimitDeclaration } from '../../agent/protocol/manifest.ts'

/** Another value for a limit that a manifest declares. */
export default class Limit extends LimitSchema {
  @column({ prepare: (value: unknown) => JSON.stringify(value) })
  declare value: LimitDeclaration['default']
}
