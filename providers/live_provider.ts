import type { ApplicationService } from '@adonisjs/core/types'
import pg from 'pg'
import { endStreamsOf } from '../app/live/end_streams.ts'
import { relayChanges } from '../app/live/relay_changes.ts'
import { systemClock } from '../app/monitoring/clock.ts'
import { CHANGES } from '../app/monitoring/store/announce.ts'

/** Tells open pages about changes, for as long as this process serves pages. */
export default class LiveProvider {
  #stop = async () => {}

  constructor(protected app: ApplicationService) {}

  async ready() {
    const { default: env } = await import('#start/env')
    const transmit = await this.app.container.make('transmit')
    transmit.authorize(CHANGES, (ctx) => ctx.auth.use('web').check())
    // Of these, the last one added runs first: before the HTTP server waits for its last connection.
    this.app.terminating(endStreamsOf(transmit))
    const pool = new pg.Pool({ connectionString: env.get('DATABASE_URL') })
    this.#stop = relayChanges(pool, systemClock, (change) => transmit.broadcast(CHANGES, change))
  }

  shutdown() {
    return this.#stop()
  }
}
