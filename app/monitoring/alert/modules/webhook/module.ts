import type { AlertModule } from '../module.ts'
import { parseWebhookOptions, shownAs, type WebhookOptions } from './options.ts'
import { sendToWebhook } from './send.ts'

const DEADLINE_MS = 30_000

/** @param deadlineMs end of one attempt to hand over a message */
export function webhookModule(deadlineMs: number): AlertModule<WebhookOptions> {
  return {
    name: 'webhook',
    label: 'Webhook',
    needs: 'A program of yours, or of a service you use, that takes JSON at an address of the web.',
    fields: [
      {
        name: 'url',
        label: 'Address',
        help: 'Where the message is sent, like https://example.com/prophasis.',
        type: 'text',
        isRequired: true,
      },
      {
        name: 'secret',
        label: 'Secret',
        help: 'At least 16 characters that the program knows too, like the output of “openssl rand -hex 32”; every message is signed with it.',
        type: 'secret',
        isRequired: false,
      },
    ],
    parseOptions: parseWebhookOptions,
    recipientsOf: (options) => [shownAs(options)],
    onlyTo: (options) => options,
    missing: () => null,
    send: (job, { now }) => sendToWebhook(job, now, deadlineMs),
  }
}

export const webhook = webhookModule(DEADLINE_MS)
