import { deliveryOf } from '../explain_answer.ts'
import type { Delivery, DeliveryJob } from '../module.ts'
import { post } from '../post.ts'
import { ntfyBody } from './body.ts'
import { authorizationOf, type NtfyOptions } from './options.ts'

const SIGN_IN = 'Check the access token, or user and password, in the alert.'
const FIXES = {
  400: 'Check the topic in the alert.',
  401: SIGN_IN,
  403: `It does not let this sign-in write to the topic. ${SIGN_IN}`,
  404: 'There is no ntfy at this address. Check the server in the alert.',
}

/** Publishes one message. */
export async function publish(
  job: DeliveryJob<NtfyOptions>,
  deadlineMs: number
): Promise<Delivery> {
  const { options } = job
  const { host, hostname } = new URL(options.server)
  const authorization = authorizationOf(options)
  const request = {
    // JSON goes to the root; the topic is in it.
    url: `${options.server}/`,
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: ntfyBody(options.topic, job.content),
  }
  return deliveryOf(await post(request, deadlineMs), {
    where: `The ntfy server at ${host}`,
    host: hostname,
    fixes: FIXES,
    secrets: [options.token ?? '', options.password ?? '', authorization.replace(/^\w+ /, '')],
    proof: 'id',
  })
}
