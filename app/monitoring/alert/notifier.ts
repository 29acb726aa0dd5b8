import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Clock } from '../clock.ts'
import type { SystemLog } from '../logs/system_log.ts'
import { listen } from '../store/listen.ts'
import { reportRegularly } from '../store/process_report.ts'
import { measuredBefore } from './measured.ts'
import type { MailSettings } from './modules/email/settings.ts'
import type { Delivery } from './modules/module.ts'
import { moduleNamed } from './modules/registry.ts'
import * as outbox from './outbox.ts'

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

/** Sends what the outbox holds: woken by the database, and every few seconds as a net. */
export function startNotifier(parts: NotifierParts) {
  const { pool, clock } = parts
  const report = reportRegularly(pool, clock, 'notifier')
  const lastErrors = new Map<string, string>()
  let cancel = () => {}
  let work: Promise<void> | null = null
  let lookAgain = false
  let isStopped = false

  function wake() {
    lookAgain = true
    work ??= sendAll().finally(() => {
      work = null
      if (!isStopped) cancel = clock.after(LOOK_ANYWAY_MS, wake)
    })
  }

  async function sendAll() {
    cancel()
    try {
      while (lookAgain && !isStopped) {
        lookAgain = false
        for (
          let next = await outbox.claimNext(pool);
          next !== null;
          next = await outbox.claimNext(pool)
        ) {
          await settle(parts, next, await deliver(parts, next), lastErrors)
          if (isStopped) return
        }
      }
    } catch (error) {
      report.trouble('The outbox could not be read', error)
    }
  }

  const stopListening = listen(pool, clock, 'notifications', () => {
    outbox
      .retryAllNow(pool)
      .catch(() => undefined)
      .finally(wake)
  })
  return {
    /** Waits for the message under way. */
    async stop() {
      isStopped = true
      cancel()
      await stopListening()
      await work
      cancel()
      await parts.log.flush()
      await report.stop()
    },
  }
}

async function deliver(
  parts: NotifierParts,
  claimed: outbox.ClaimedNotification
): Promise<Delivery> {
  try {
    return await prepareAndSend(parts, claimed)
  } catch (error) {
    // Whatever it is, it is this message's trouble: the others go on.
    return { outcome: 'retry', error: `Sending failed: ${(error as Error).message}`, detail: '' }
  }
}

async function prepareAndSend(
  parts: NotifierParts,
  claimed: outbox.ClaimedNotification
): Promise<Delivery> {
  const module = moduleNamed(claimed.module)
  if (!module)
    return { outcome: 'refused', error: `There is no way of alerting called "${claimed.module}".` }
  const options = parts.decrypt(claimed.encrypted_options)
  if (options === null)
    return {
      outcome: 'refused',
      error: 'The settings of this alert cannot be decrypted. Save the alert again.',
    }
  const mail = await parts.mailSettings()
  const context = { mail, now: new Date(parts.clock.now()) }
  const missing = module.missing(context)
  if (missing !== null) return { outcome: 'retry', error: missing, detail: '' }
  const measured = await measuredBefore(parts.pool, claimed.content)
  const content = measured ? { ...claimed.content, measured } : claimed.content
  const isFirstInThread = claimed.message_id === claimed.thread_id
  const job = {
    content,
    options: JSON.parse(options),
    messageId: claimed.message_id,
    threadId: claimed.thread_id,
    isFirstInThread,
  }
  return module.send(job, context)
}

async function settle(
  parts: NotifierParts,
  claimed: outbox.ClaimedNotification,
  delivery: Delivery,
  lastErrors: Map<string, string>
) {
  if (delivery.outcome === 'sent') {
    await outbox.markSent(parts.pool, claimed)
    if (delivery.retryFor?.length) await sendLaterTo(parts, claimed, delivery.retryFor)
    if (delivery.refusedFor?.length) {
      const whom = delivery.refusedFor.join(', ')
      say(
        parts,
        'error',
        `The message of the alert “${claimed.content.alertName}” did not reach ${whom}. ${delivery.detail}`
      )
    }
    if (lastErrors.delete(claimed.module)) say(parts, 'info', 'Messages are delivered again.')
    return
  }
  const isFinal =
    delivery.outcome === 'refused'
      ? await outbox.markFailed(parts.pool, claimed, delivery.error).then(() => true)
      : await outbox.markForRetry(parts.pool, claimed, delivery.error)
  if (!isFinal && lastErrors.get(claimed.module) === delivery.error) return
  lastErrors.set(claimed.module, delivery.error)
  const outcome = isFinal ? 'was given up' : 'waits and is tried again'
  say(
    parts,
    'error',
    `The message of the alert “${claimed.content.alertName}” ${outcome}: ${delivery.error}`
  )
}

/** Some mail servers turn strangers away at first: those who were refused for now get the message on its own. */
async function sendLaterTo(
  parts: NotifierParts,
  claimed: outbox.ClaimedNotification,
  recipients: string[]
) {
  const options = JSON.parse(parts.decrypt(claimed.encrypted_options) ?? '{}')
  const theirs = moduleNamed(claimed.module)?.onlyTo(options, recipients)
  const encrypted = parts.encrypt(JSON.stringify(theirs))
  await outbox.queueForTheRest(parts.pool, claimed, encrypted, `<${randomUUID()}@prophasis>`)
}

function say({ log }: NotifierParts, level: 'info' | 'error', message: string) {
  log.write({ category: 'alerting', level, message })
}
