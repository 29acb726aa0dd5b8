import { UserError } from '../src/user_error.ts'

const CUTS = ['before', 'after_headers', 'middle'] as const

/** What is to go wrong with an answer. An empty fault leaves it as it is. */
export interface Fault {
  /** Waits so long before anything is sent. */
  delayMs?: number
  /** This HTTP status, in place of the answer. */
  status?: number
  /** These bytes in place of the body, or of the line in version 2. */
  raw?: Buffer
  /** Where the connection is cut. */
  close?: (typeof CUTS)[number]
  slowBytesPerSecond?: number
  /** The answer never ends. */
  endless?: boolean
}

export const FAULT_KEYS = ['delay_ms', 'status', 'raw', 'close', 'slow_bytes_per_s', 'endless']

/** The fault that the keys of `entry` describe; `UserError` naming the key that is not right. `where`: of the entry. */
export function faultOf(entry: Record<string, unknown>, where: string): Fault {
  const wrong = (key: string, expected: string) =>
    new UserError(`"${key}" of ${where} must be ${expected}.`)
  const number = (key: string, least: number, most: number): number | undefined => {
    const value = entry[key]
    if (value === undefined) return undefined
    if (typeof value === 'number' && value >= least && value <= most) return value
    throw wrong(key, `a number from ${least} to ${most}`)
  }
  const close = CUTS.find((cut) => cut === entry.close)
  if (entry.close !== undefined && !close) throw wrong('close', `one of: ${CUTS.join(', ')}`)
  const raw = rawOf(entry.raw)
  if (raw === null) throw wrong('raw', 'a text, or {"base64": "…"}')
  const fault: Fault = {
    delayMs: number('delay_ms', 0, 86_400_000),
    status: number('status', 200, 599),
    raw,
    close,
    slowBytesPerSecond: number('slow_bytes_per_s', 0.01, 1e9),
    endless: entry.endless === undefined ? undefined : entry.endless === true,
  }
  // Only what is set: that of a plugin is laid over that of its host.
  return Object.fromEntries(Object.entries(fault).filter(([, value]) => value !== undefined))
}

function rawOf(raw: unknown): Buffer | undefined | null {
  if (raw === undefined) return undefined
  if (typeof raw === 'string') return Buffer.from(raw)
  const { base64 } = (raw ?? {}) as { base64?: unknown }
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64') : null
}
