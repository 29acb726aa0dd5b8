import { column } from '@adonisjs/lucid/orm'
import { SettingSchema } from '#database/schema'

/** A setting of the whole system. */
export default class Setting extends SettingSchema {
  @column({ prepare: (value: unknown) => JSON.stringify(value) })
  declare value: Record<string, unknown>
}
