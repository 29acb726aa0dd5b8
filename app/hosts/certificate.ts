import { X509Certificate } from 'node:crypto'

/** @returns the first certificate of a PEM text, as PEM; null when there is none that can be read */
export function readCertificate(pem: string): string | null {
  try {
    return new X509Certificate(pem).toString()
  } catch {
    return null
  }
}

/** @returns the SHA-256 of a certificate as `AB:CD:…`; null when it cannot be read */
export function fingerprintOf(pem: string | null): string | null {
  try {
    return pem === null ? null : new X509Certificate(pem).fingerprint256
  } catch {
    return null
  }
}

/** @returns a fingerprint as `AB:CD:…`, however its letters and colons were written; null when it is none */
export function readFingerprint(given: string): string | null {
  const digits = given.replaceAll(/[\s:]/g, '').toUpperCase()
  if (!/^[0-9A-F]{64}$/.test(digits)) return null
  return digits.match(/../g)!.join(':')
}
