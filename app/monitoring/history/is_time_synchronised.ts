import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const DEADLINE_MS = 3000

/** @returns whether the system says that its clock follows a time server; false where nobody can tell */
export async function isTimeSynchronised(): Promise<boolean> {
  try {
    const words = ['show', '--property=NTPSynchronized', '--value']
    const { stdout } = await promisify(execFile)('timedatectl', words, { timeout: DEADLINE_MS })
    return stdout.trim() === 'yes'
  } catch {
    return false
  }
}
