import { deliveryOf } from '../explain_answer.ts'
import type { Delivery, DeliveryJob } from '../module.ts'
import { post } from '../post.ts'
import { bareId, webhookBody } from './body.ts'
import type { WebhookOptions } from './options.ts'
import { signatureOf } from './sign.ts'

const FIXES = {
  400: 'Look into the program at this address: it did not understand the message.',
  401: 'Check the secret, here and in the program at this address.',
  403: 'Check the secret, here and in the program at this address.',
  404: 'There is nothing at this path. Check the address in the alert.',
  405: 'It takes no POST at this path. Check the address in the alert.',
  410: 'What was at this path is gone. Check the address in the alert.',
}

/** Posts one message to the address of the alert. Any answer from 200 to 299 means that it was taken. */
export async function sendToWebhook(
  job: DeliveryJob<WebhookOptions>,
  now: Date,
  deadlineMs: number
): Promise<Delivery> {
  const { url, secret = '' } = job.options
  const { host, hostname, pathname, search } = new URL(url)
  const body = webhookBody(job)
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const headers = {
    'content-type': 'application/json',
    'prophasis-message-id': bareId(job.messageId),
    'prophasis-timestamp': timestamp,
    ...(secret && { 'prophasis-signature': signatureOf(secret, timestamp, body) }),
  }
  const path = pathname + search === '/' ? '' : pathname + search
  return deliveryOf(await post({ url, headers, body }, deadlineMs), {
    where: `The webhook at ${host}`,
    host: hostname,
    fixes: FIXES,
    secrets: [secret, url, path],
  })
}
