import encryption from '@adonisjs/core/services/encryption'

/** Options of a module can hold secrets, so they are stored as encrypted JSON. */
export function encryptOptions(options: unknown): string {
  return encryption.encrypt(JSON.stringify(options))
}

/** @throws Error when the text was encrypted with another key */
export function decryptOptions(encrypted: string): unknown {
  const json = encryption.decrypt<string>(encrypted)
  if (json === null) {
    throw new Error('The options of this alert were stored with another application key.')
  }
  return JSON.parse(json)
}
