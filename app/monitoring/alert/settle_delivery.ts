import { randomUUID } from 'node:crypto'
import type { Delivery } from './modules/module.ts'
import { moduleNamed } from './modules/registry.ts'
import type { NotifierParts } from './notifier.ts'
import * as outbox from './outbox.ts'

/**
 * Notes in the outbox what became of a message, and says in System Logs what changed: trouble once, and its end.
 * @param lastErrors the trouble that was said last, by module
 */
export async function settle(
  parts: NotifierParts,
  claimed: outbox.ClaimedNotification,
  delivery: Delivery,
  lastErrors: Map<string, string>
): Promise<void> {
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
