import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forgetSetupCode } from '../../app/setup/setup_code.ts'

/** Gives a test a data folder of its own, in which the set-up code is kept. @returns what clears it away */
export function useOwnDataFolder() {
  const before = process.env.PROPHASIS_DATA_DIR
  const folder = mkdtempSync(join(tmpdir(), 'prophasis-pages-'))
  mkdirSync(join(folder, 'secrets'))
  process.env.PROPHASIS_DATA_DIR = folder
  return () => {
    forgetSetupCode()
    if (before === undefined) delete process.env.PROPHASIS_DATA_DIR
    else process.env.PROPHASIS_DATA_DIR = before
    rmSync(folder, { recursive: true })
  }
}
