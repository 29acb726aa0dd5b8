import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const KEY_BYTES = 32

/** What the agent keeps of its key: enough to recognise it, not enough to use it. Both hex. */
export interface StoredKey {
  salt: string
  hash: string
}

/** A new key: 256 random bits, base64url. Shown once, to whoever sets the agent up. */
export function newKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url')
}

/** Salted HMAC-SHA-256. Fast on purpose: it is checked on every request, and 256 bits cannot be guessed. */
export function storedForm(key: string, salt = randomBytes(KEY_BYTES).toString('hex')): StoredKey {
  return { salt, hash: hashOf(key, salt).toString('hex') }
}

/** Whether `candidate` is the key, in constant time. */
export function isKey(candidate: string, stored: StoredKey): boolean {
  const expected = Buffer.from(stored.hash, 'hex')
  const actual = hashOf(candidate, stored.salt)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function hashOf(key: string, salt: string): Buffer {
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(key).digest()
}
