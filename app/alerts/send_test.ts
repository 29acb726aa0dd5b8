import { randomUUID } from 'node:crypto'
import type Alert from '../models/alert.ts'
import type { Delivery } from '../monitoring/alert/modules/module.ts'
import { moduleNamed } from '../monitoring/alert/modules/registry.ts'
import { testContent } from '../monitoring/alert/modules/test_content.ts'
import { Conflict } from '../exceptions/refusals.ts'
import { readMailSettings } from '../settings/mail_settings.ts'
import { decryptOptions } from './alert_options.ts'

/**
 * Sends a test through the module, options and recipients of an alert at once: past the outbox, holds and incidents.
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
  return module.send(job, { mail, now })
}

function domainOf(from: string): string {
  return /@([^>]+)>?$/.exec(from)?.[1] ?? 'prophasis.invalid'
}
