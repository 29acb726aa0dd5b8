import { deliveryOf } from '../explain_answer.ts'
import { shortText, titleLine } from '../few_words.ts'
import type { Delivery, DeliveryJob } from '../module.ts'
import { post } from '../post.ts'
import type { PushbulletOptions } from './options.ts'

const LONGEST_BODY = 1200

const FIXES = {
  400: 'Check device and channel in the alert.',
  401: 'Check the access token in the alert, or make a new one in the settings of Pushbullet.',
  403: 'Check the access token and the channel in the alert: only its owner may write to a channel.',
  404: 'Check device and channel in the alert.',
}

/** Pushes one note. Its guid is the message id, so that a repeated attempt makes no second note. */
export async function push(
  job: DeliveryJob<PushbulletOptions>,
  deadlineMs: number
): Promise<Delivery> {
  const { server, token, device, channel } = job.options
  const { host, hostname } = new URL(server)
  const request = {
    url: `${server}/v2/pushes`,
    headers: { 'content-type': 'application/json', 'access-token': token },
    body: JSON.stringify({
      type: 'note',
      title: titleLine(job.content),
      body: shortText(job.content, LONGEST_BODY),
      guid: job.messageId,
      device_iden: device,
      channel_tag: channel,
    }),
  }
  return deliveryOf(await post(request, deadlineMs), {
    where: `Pushbullet at ${host}`,
    host: hostname,
    fixes: FIXES,
    secrets: [token],
    proof: 'iden',
  })
}
