import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import {
  bitString,
  integer,
  objectId,
  octetString,
  sequence,
  set,
  tagged,
  time,
  truth,
  utf8String,
} from './der.ts'

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'))
const DAY_MS = 24 * 60 * 60 * 1000
const VALID_DAYS = 3652
const DNS_NAME = 0x82
const IP_ADDRESS = 0x87

export interface CertificateFiles {
  certificatePem: string
  privateKeyPem: string
}

/**
 * A self-signed certificate (X.509 v3, ECDSA P-256, ten years) and its private key, both PEM.
 * `names`: host names and IP addresses it is for; the first is its common name.
 */
export function makeCertificate(names: string[], now: Date): CertificateFiles {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const body = unsignedCertificate(names, publicKey, now)
  const signature = sign('sha256', body, privateKey)
  return {
    certificatePem: pem(sequence(body, ECDSA_WITH_SHA256, bitString(signature))),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function unsignedCertificate(names: string[], publicKey: KeyObject, now: Date): Buffer {
  const name = sequence(
    set(sequence(objectId('2.5.4.3'), utf8String(`Prophasis agent ${names[0]}`.slice(0, 64))))
  )
  return sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    ECDSA_WITH_SHA256,
    name,
    // A day back: the core's clock may be behind ours.
    sequence(time(new Date(+now - DAY_MS)), time(new Date(+now + VALID_DAYS * DAY_MS))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(names)))
  )
}

function serialNumber(): Buffer {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return bytes
}

function extensions(names: string[]): Buffer[] {
  const digitalSignature = bitString(Buffer.from([0x80]), 7)
  return [
    extension('2.5.29.19', true, sequence()),
    extension('2.5.29.15', true, digitalSignature),
    extension('2.5.29.37', false, sequence(objectId('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', false, sequence(...names.map(subjectName))),
  ]
}

function extension(id: string, critical: boolean, content: Buffer): Buffer {
  return sequence(objectId(id), ...(critical ? [truth(true)] : []), octetString(content))
}

function subjectName(name: string): Buffer {
  const version = isIP(name)
  if (version === 0) return tagged(DNS_NAME, Buffer.from(name))
  return tagged(IP_ADDRESS, version === 4 ? ipv4Bytes(name) : ipv6Bytes(name))
}

function ipv4Bytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const missing = 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)]
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex')
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
