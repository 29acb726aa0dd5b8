import { randomInt, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { dataFolderOfThisProcess, pathsIn, writePrivately } from '../supervisor/data_folder.ts'

const MOST_WRONG_TRIES = 5

/** Kept in memory: nobody who guesses can restart the program to begin anew. */
let wrongTries = 0

/**
 * The code that proves that somebody can read the window in which the program runs. Ask only while there is no owner.
 * @returns six digits, made on the first call
 */
export function currentSetupCode(): string {
  const path = codePath()
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  return /^\d{6}$/.test(kept) ? kept : renewCode()
}

/** Counts a wrong one: after the fifth a new code is made, so that guessing through them all is hopeless. */
export function checkSetupCode(given: string): 'right' | 'wrong' | 'renewed' {
  const right = currentSetupCode()
  if (isSame(given.replaceAll(/\s/g, ''), right)) return 'right'
  wrongTries += 1
  if (wrongTries < MOST_WRONG_TRIES) return 'wrong'
  renewCode()
  return 'renewed'
}

/** The system is claimed: there is nothing left to prove. */
export function forgetSetupCode() {
  rmSync(codePath(), { force: true })
  wrongTries = 0
}

function renewCode(): string {
  const code = randomInt(1_000_000).toString().padStart(6, '0')
  mkdirSync(dirname(codePath()), { recursive: true, mode: 0o700 })
  writePrivately(codePath(), `${code}\n`)
  wrongTries = 0
  return code
}

function isSame(given: string, right: string): boolean {
  return given.length === right.length && timingSafeEqual(Buffer.from(given), Buffer.from(right))
}

function codePath(): string {
  return pathsIn(dataFolderOfThisProcess()).setupCode
}
