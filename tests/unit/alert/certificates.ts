import { readFileSync } from 'node:fs'
import tls from 'node:tls'

/**
 * @param name `loopback` is made out for 127.0.0.1, `other-name` for mail.example.test
 * @returns a certificate of its own that nobody trusts
 */
export function certificate(name: 'loopback' | 'other-name'): { key: string; cert: string } {
  const file = (part: string) =>
    readFileSync(new URL(`./fixtures/${name}-${part}.pem`, import.meta.url), 'utf8')
  return { key: file('key'), cert: file('cert') }
}

/** Lets this process trust one more certificate. @returns what takes that back */
export function trust(cert: string): () => void {
  const before = tls.getCACertificates('default')
  tls.setDefaultCACertificates([...before, cert])
  return () => tls.setDefaultCACertificates(before)
}
