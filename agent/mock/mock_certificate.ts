import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { makeCertificate } from '../src/config/certificate.ts'
import { UserError } from '../src/user_error.ts'

export interface MockCertificate {
  certificatePem: string
  privateKeyPem: string
  /** Where the certificate lies. */
  path: string
  /** SHA-256, upper-case hex, bytes divided by colons. */
  fingerprint: string
}

/**
 * The certificate of the mock agents that answer from `file`. It lies beside the file and is made once: hosts that
 * were added with it are still right after a restart. Whoever wants another one deletes it.
 */
export function certificateBeside(file: string, now: Date): MockCertificate {
  const path = `${file}.certificate.pem`
  const keyPath = `${file}.key.pem`
  try {
    if (!existsSync(path) || !existsSync(keyPath)) {
      const made = makeCertificate(['localhost', '127.0.0.1', '::1'], now)
      writeFileSync(keyPath, made.privateKeyPem, { mode: 0o600 })
      writeFileSync(path, made.certificatePem)
    }
    const certificatePem = readFileSync(path, 'utf8')
    const fingerprint = new X509Certificate(certificatePem).fingerprint256
    return { certificatePem, privateKeyPem: readFileSync(keyPath, 'utf8'), path, fingerprint }
  } catch (error) {
    throw new UserError(
      `The certificate ${path} cannot be made or read: ${(error as Error).message}`
    )
  }
}
