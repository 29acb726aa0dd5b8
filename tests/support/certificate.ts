import { readFileSync } from 'node:fs'

/** @returns a certificate for loopback, or one for another name, with its private key */
export function certificate(name: 'loopback' | 'other-name') {
  const read = (what: string) =>
    readFileSync(new URL(`../unit/alert/fixtures/${name}-${what}.pem`, import.meta.url), 'utf8')
  return { cert: read('cert'), key: read('key') }
}
