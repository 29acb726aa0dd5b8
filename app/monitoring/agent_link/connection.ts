import { X509Certificate } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { Client } from 'undici'
import { USER } from '../../../agent/protocol/run.ts'
import type { HostEntry } from '../configuration/configuration.ts'

/** A kept connection to one agent. */
export interface Connection {
  client: Client
  authorization: string
  /** Changes when anything that matters for connecting does. */
  signature: string
}

const CONNECT_TIMEOUT_MS = 5000
const KEEP_ALIVE_MS = 10 * 60_000

/** @returns a connection that is opened at the first request and verified as the host says */
export function connectTo(host: HostEntry): Connection {
  const client = new Client(originOf(host), {
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // The deadline of the whole request is the only one; it is set per request.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { ...verification(host), minVersion: 'TLSv1.2' },
  })
  const authorization = `Basic ${Buffer.from(`${USER}:${host.key ?? ''}`).toString('base64')}`
  return { client, authorization, signature: signatureOf(host) }
}

/** @returns what a connection was made from */
export function signatureOf(host: HostEntry): string {
  return JSON.stringify([
    host.address,
    host.port,
    host.key,
    host.certificateCheck,
    host.certificatePem,
  ])
}

/** An address may be a name, an IPv4 or IPv6 number, or a base URL behind a reverse proxy. */
function originOf(host: HostEntry): string {
  if (/^https?:\/\//i.test(host.address)) return new URL(host.address).origin
  return `https://${isIPv6(host.address) ? `[${host.address}]` : host.address}:${host.port}`
}

/**
 * Node never calls `checkServerIdentity` when `rejectUnauthorized` is off, so a pinned certificate is its own authority
 * and the fingerprint is compared in place of the name.
 */
function verification(host: HostEntry) {
  if (host.certificateCheck === 'none') return { rejectUnauthorized: false }
  if (host.certificateCheck === 'chain') return { rejectUnauthorized: true }
  const pinned = host.certificatePem ?? ''
  return {
    rejectUnauthorized: true,
    ca: pinned,
    checkServerIdentity: (_name: string, presented: { fingerprint256: string }) =>
      presented.fingerprint256 === fingerprintOf(pinned)
        ? undefined
        : new Error('The certificate is not the one taken at install.'),
  }
}

function fingerprintOf(pem: string): string | null {
  try {
    return new X509Certificate(pem).fingerprint256
  } catch {
    return null
  }
}
