import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type Alert from '../models/alert.ts'
import type { Delivery } from '../monitoring/alert/modules/module.ts'
import { moduleNamed } from '../monitoring/alert/modules/registry.ts'
import { testContent } from '../monitoring/alert/modules/test_content.ts'
import { Conflict } from '../exceptions/refusals.ts'
import { readMailSettings } from '../settings/mail_settings.ts'
import { decryptOptions } from './alert_options.ts'

/**
 * Sends a test through the module, options and recipients of an alert at once: past the outbox, holds and incidents.
 * What became of it stands in the System Logs.
 * @throws Conflict when something has to be set up first, or the module is gone
 */
export async function sendTest(alert: Alert): Promise<Delivery> {
  const module = moduleNamed(alert.module)
  if (!module) throw new Conflict(`The module "${alert.module}" does not exist any more.`)
  const mail = await readMailSettings()
  const now = new Date()
  const missing = module.missing({ mail, now })
  if (missing !== null) throw new Conflict(missing)
  const messageId = `<test-${randomUUID()}@${domainOf(mail?.from ?? '')}>`
  const content = testContent(alert.name, Intl.DateTimeFormat().resolvedOptions().timeZone, now)
  const options = decryptOptions(alert.encryptedOptions)
  const job = { content, options, messageId, threadId: messageId, isFirstInThread: true }
  const delivery = await module.send(job, { mail, now })
  await logTest(alert.name, delivery)
  return delivery
}

/** @returns the recipients that a message which was sent did not reach */
export function notReached(delivery: Delivery): string[] {
  if (delivery.outcome !== 'sent') return []
  return [...(delivery.retryFor ?? []), ...(delivery.refusedFor ?? [])]
}

async function logTest(alertName: string, delivery: Delivery) {
  const isGood = delivery.outcome === 'sent' && notReached(delivery).length === 0
  const words = delivery.outcome === 'sent' ? delivery.detail : delivery.error
  await db.table('system_logs').insert({
    category: 'alerting',
    level: isGood ? 'info' : 'error',
    message: `A test of the alert “${alertName}”: ${words}`,
  })
}

function domainOf(from: string): string {
  return /@([^>]+)>?$/.exec(from)?.[1] ?? 'prophasis.invalid'
}
