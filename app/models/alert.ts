import { column } from '@adonisjs/lucid/orm'
import { AlertSchema } from '#database/schema'

/** Who is told of which changes. */
export default class Alert extends AlertSchema {
  declare appliesTo: 'all' | 'all_hosts' | 'all_services' | 'chosen'

  /** Numbers of states, see app/monitoring/states.ts. */
  @column()
  declare fromStates: number[]

  @column()
  declare toStates: number[]
}
