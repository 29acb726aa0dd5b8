import { X509Certificate } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { Client } from 'undici'
import { USER } from '../../../agent/protocol/run.ts'
import type { HostEntry } from '../configuration/configuration.ts'

/** A kept connection to one agent, and what is known of who is at its other end. */
export interface Connection {
  client: Client
  /** Comes before every path: that of a base URL, without the last slash. */
  pathPrefix: string
  authorization: string
  /** Which version of the protocol it spoke when it was last asked. */
  protocolVersion: HostEntry['protocolVersion']
  /** By the monotonic clock; null when this core has not asked yet. */
  askedAtMs: number | null
  /** What it was made from, as the configuration had it last. */
  host: HostEntry
}

const CONNECT_TIMEOUT_MS = 5000
const KEEP_ALIVE_MS = 10 * 60_000

/** @returns a connection that is opened at the first request and verified as the host says */
export function connectTo(host: HostEntry): Connection {
  const { origin, pathPrefix } = baseOf(host)
  const client = new Client(origin, {
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
  return {
    ...{ client, pathPrefix, authorization, host },
    ...{ protocolVersion: host.protocolVersion, askedAtMs: null },
  }
}

/** @returns the address of an agent as sentences name it */
export function whereIs({ address, port }: HostEntry): string {
  if (isBaseUrl(address)) return address
  return `${isIPv6(address) ? `[${address}]` : address}:${port}`
}

/** @returns whether a connection is still the one to this host: nothing that matters for connecting has changed */
export function isFor(host: HostEntry, connection: Connection): boolean {
  if (connection.host === host) return true
  if (signatureOf(connection.host) !== signatureOf(host)) return false
  connection.host = host
  return true
}

function signatureOf(host: HostEntry): string {
  const { address, port, key, certificateCheck, certificatePem } = host
  return JSON.stringify([address, port, key, certificateCheck, certificatePem])
}

/** An address may be a name, an IPv4 or IPv6 number, or a base URL behind a reverse proxy. */
function baseOf(host: HostEntry): { origin: string; pathPrefix: string } {
  if (!isBaseUrl(host.address)) return { origin: `https://${whereIs(host)}`, pathPrefix: '' }
  const { protocol, origin, pathname } = new URL(host.address)
  // The key would cross the network for all to read, and no certificate would say who answers.
  if (protocol !== 'https:') throw new Error('its address must begin with https://')
  return { origin, pathPrefix: pathname.replace(/\/+$/, '') }
}

function isBaseUrl(address: string): boolean {
  return /^https?:\/\//i.test(address)
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
