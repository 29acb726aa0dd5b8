import { setTimeout as pause } from 'node:timers/promises'
import { Trouble } from './trouble.ts'

const DEADLINE_MS = 60_000

/**
 * Waits until the server answers, whatever it says of its health.
 * @param check throws when the wait has become pointless
 */
export async function waitUntilServed(address: string, check: () => void): Promise<void> {
  const local = address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
  const deadline = performance.now() + DEADLINE_MS
  while (performance.now() < deadline) {
    check()
    if (await answers(local)) return
    await pause(50)
  }
  throw new Trouble(
    'The server did not answer within a minute. The end of logs/server.log in the data folder says why.'
  )
}

async function answers(address: string): Promise<boolean> {
  try {
    await fetch(`${address}/api/v1/health`, { signal: AbortSignal.timeout(3000) })
    return true
  } catch {
    return false
  }
}
