import type { ApplicationService } from '@adonisjs/core/types'
import pg from 'pg'
import { relayChanges } from '../app/live/relay_changes.ts'
import { systemClock } from '../app/monitoring/clock.ts'
import { CHANGES } from '../app/monitoring/store/announce.ts'

/** The streams of a session that has ended end within this time, when nothing happens to be told before. */
const LOOK_MS = 10_000

/** Tells open pages about changes, for as long as this process serves pages. */
export default class LiveProvider {
  #stop = async () => {}

  constructor(protected app: ApplicationService) {}

  async ready() {
    const { default: env } = await import('#start/env')
    const { endOutdatedStreams, followStreams } = await import('../app/live/open_streams.ts')
    const transmit = await this.app.container.make('transmit')
    transmit.authorize(CHANGES, (ctx) => ctx.auth.use('web').check())
    // Of these, the last one added runs first: before the HTTP server waits for its last connection.
    this.app.terminating(followStreams(transmit))
    const pool = new pg.Pool({ connectionString: env.get('DATABASE_URL') })
    // Nothing is told to a page whose session is over; also not while that cannot be found out.
    const look = () =>
      endOutdatedStreams().then(
        () => true,
        () => false
      )
    const stopRelay = relayChanges(pool, systemClock, async (change) => {
      if (await look()) transmit.broadcast(CHANGES, change)
    })
    const timer = setInterval(look, LOOK_MS).unref()
    this.#stop = async () => {
      clearInterval(timer)
      await stopRelay()
    }
  }

  shutdown() {
    return this.#stop()
  }
}
