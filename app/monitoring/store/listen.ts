import pg, { type Pool } from 'pg'
import type { Clock } from '../clock.ts'

const RETRY_MS = 2000

/**
 * Listens on a channel of the database with a connection of its own, for as long as it is not stopped.
 * @param onMessage gets the payload; also called with an empty one after every (re)connection, because what was sent
 *   in between is lost
 * @returns what stops it
 */
export function listen(
  pool: Pool,
  clock: Clock,
  channel: string,
  onMessage: (payload: string) => void
) {
  let client: pg.Client | null = null
  let isStopped = false
  let cancel = () => {}

  async function connect() {
    if (isStopped) return
    const fresh = new pg.Client(pool.options)
    client = fresh
    let isLost = false
    const lose = () => {
      if (isLost) return
      isLost = true
      fresh.end().catch(() => undefined)
      cancel = clock.after(RETRY_MS, () => void connect())
    }
    fresh.on('error', lose)
    fresh.on('end', lose)
    fresh.on('notification', (message) => onMessage(message.payload ?? ''))
    try {
      await fresh.connect()
      await fresh.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
      onMessage('')
    } catch {
      lose()
    }
  }

  void connect()
  return async () => {
    isStopped = true
    cancel()
    await client?.end().catch(() => undefined)
    cancel()
  }
}
