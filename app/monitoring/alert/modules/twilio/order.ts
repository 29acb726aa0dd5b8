import { deliveryOf } from '../explain_answer.ts'
import type { Delivery } from '../module.ts'
import { post } from '../post.ts'
import type { PhoneOptions } from './options.ts'

/** Something a Twilio-compatible server is asked to do. */
export interface Order {
  resource: 'Messages' | 'Calls'
  /** Fields of the form, beside `To` and `From`. */
  form: Record<string, string>
}

/** What became of the order for one number. */
export interface Ordered {
  delivery: Delivery
  /** The answer is about the account, so it is the same for every number. */
  isForAll: boolean
}

/** Of these, only the first two can be about one number. */
const FIXES = {
  400: 'Check this number and the sender in the alert.',
  403: 'Check that your account may reach this number.',
  401: 'Check account SID and auth token in the alert.',
  404: 'Check account SID and server in the alert.',
}
const ABOUT_ONE_NUMBER = [400, 403]

/** Places one order for one number. */
export async function order(
  options: PhoneOptions,
  { resource, form }: Order,
  to: string,
  deadlineMs: number
): Promise<Ordered> {
  const { server, account, token, from } = options
  const { host, hostname } = new URL(server)
  const credentials = Buffer.from(`${account}:${token}`).toString('base64')
  const request = {
    url: `${server}/2010-04-01/Accounts/${account}/${resource}.json`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'authorization': `Basic ${credentials}`,
    },
    body: new URLSearchParams({ To: to, From: from, ...form }).toString(),
  }
  const posted = await post(request, deadlineMs)
  const delivery = deliveryOf(posted, {
    where: `The phone service at ${host}`,
    host: hostname,
    fixes: FIXES,
    secrets: [token, credentials],
    proof: 'sid',
  })
  const isAboutNumber = 'status' in posted && ABOUT_ONE_NUMBER.includes(posted.status)
  return { delivery, isForAll: delivery.outcome !== 'sent' && !isAboutNumber }
}
