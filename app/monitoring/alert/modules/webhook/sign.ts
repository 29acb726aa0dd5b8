import { createHmac } from 'node:crypto'

/**
 * Signs the time as well as the body, so that nobody can send an old message again later.
 * @param timestamp seconds since 1970, as in the header
 * @returns `v1=` and HMAC-SHA-256 in hexadecimal over `timestamp.body`
 */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}
