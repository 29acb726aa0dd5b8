import type { Pool } from 'pg'
import type { Clock } from '../clock.ts'
import type { SystemLog } from '../logs/system_log.ts'
import { listen } from '../store/listen.ts'
import { reportRegularly } from '../store/process_report.ts'
import { deliver } from './deliver.ts'
import { createLanes } from './lanes.ts'
import type { MailSettings } from './modules/email/settings.ts'
import { type ClaimedNotification, claimNext, retryAllNow } from './outbox.ts'
import { settle } from './settle_delivery.ts'

export interface NotifierParts {
  pool: Pool
  clock: Clock
  log: SystemLog
  encrypt(text: string): string
  decrypt(text: string): string | null
  /** @returns null while nobody has said how mail is sent */
  mailSettings(): Promise<MailSettings | null>
}

/** A lost wake-up costs no more than this. */
const LOOK_ANYWAY_MS = 5000
/** Messages under way through one module: a burst does not queue behind itself, and no receiver is flooded. */
const AT_ONCE = 4

/**
 * Sends what the outbox holds, several messages at once: woken by the database, by a message that is settled, because
 * the next of its thread may have waited for it, and every few seconds as a net.
 */
export function startNotifier(parts: NotifierParts) {
  const { pool, clock } = parts
  const report = reportRegularly(pool, clock, 'notifier')
  const lanes = createLanes(AT_ONCE, wake)
  const lastErrors = new Map<string, string>()
  let cancel = () => {}
  let looking: Promise<void> | null = null
  let isWoken = false
  let isStopped = false

  function wake() {
    if (isStopped) return
    isWoken = true
    looking ??= sendWhatIsDue().finally(() => {
      looking = null
      if (isWoken) wake()
      else if (!isStopped) cancel = clock.after(LOOK_ANYWAY_MS, wake)
    })
  }

  async function sendWhatIsDue() {
    cancel()
    isWoken = false
    try {
      while (!isStopped) {
        const next = await claimNext(pool, lanes.full())
        if (next === null) return
        lanes.run(next.module, () => send(next))
      }
    } catch (error) {
      troubled(error)
    }
  }

  async function send(claimed: ClaimedNotification) {
    try {
      await settle(parts, claimed, await deliver(parts, claimed), lastErrors)
    } catch (error) {
      troubled(error)
    }
  }

  const troubled = (error: unknown) => report.trouble('The outbox could not be read', error)

  const stopListening = listen(pool, clock, 'notifications', () => {
    retryAllNow(pool)
      .catch(() => undefined)
      .finally(wake)
  })
  return {
    /** Waits for the messages under way. */
    async stop() {
      isStopped = true
      cancel()
      await stopListening()
      await looking
      await lanes.done()
      cancel()
      await parts.log.flush()
      await report.stop()
    },
  }
}
