import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new folder that goes away with the test process. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'prophasis-agent-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
