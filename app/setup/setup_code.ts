import { randomInt, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { dataFolderOfThisProcess, pathsIn, writePrivately } from '../supervisor/data_folder.ts'

const MOST_WRONG_TRIES = 5
const SHORT = 6
/**
 * So long that no number of tries finds it. So nobody need ever be kept waiting for the tries of others: whoever can
 * reach the page could hold off the owner for as long as they like.
 */
const LONG = 12

/** Kept in memory: nobody who guesses can restart the program to begin anew. */
let wrongTries = 0

/**
 * The code that proves that somebody can read the window in which the program runs. Ask only while there is no owner.
 * @returns six digits, made on the first call; twelve after too many wrong tries
 */
export function currentSetupCode(): string {
  const kept = keptCode()
  return kept === '' ? renewCode(SHORT) : kept
}

/** Counts a wrong one: after the fifth there is a longer code, once and for all. */
export function checkSetupCode(given: string): 'right' | 'wrong' | 'renewed' {
  const right = currentSetupCode()
  if (isSame(given.replaceAll(/\s/g, ''), right)) return 'right'
  wrongTries += 1
  if (wrongTries < MOST_WRONG_TRIES || right.length === LONG) return 'wrong'
  renewCode(LONG)
  return 'renewed'
}

/** The system is claimed: there is nothing left to prove. */
export function forgetSetupCode() {
  rmSync(codePath(), { force: true })
  wrongTries = 0
}

function keptCode(): string {
  const path = codePath()
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  return /^\d+$/.test(kept) && [SHORT, LONG].includes(kept.length) ? kept : ''
}

function renewCode(digits: number): string {
  const code = randomInt(10 ** digits)
    .toString()
    .padStart(digits, '0')
  mkdirSync(dirname(codePath()), { recursive: true, mode: 0o700 })
  writePrivately(codePath(), `${code}\n`)
  wrongTries = 0
  return code
}

/** Digits of other scripts are longer in bytes than in characters. */
function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function codePath(): string {
  return pathsIn(dataFolderOfThisProcess()).setupCode
}
