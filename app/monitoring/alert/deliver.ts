import { measuredBefore } from './measured.ts'
import type { Delivery } from './modules/module.ts'
import { moduleNamed } from './modules/registry.ts'
import type { NotifierParts } from './notifier.ts'
import type { ClaimedNotification } from './outbox.ts'

/** Sends a message through its module. @returns what became of it; never throws */
export async function deliver(
  parts: NotifierParts,
  claimed: ClaimedNotification
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
  claimed: ClaimedNotification
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
