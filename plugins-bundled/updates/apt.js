import { readdir, stat } from 'node:fs/promises'
import { parseApt, parseLists } from './parse_apt.js'
import { runCommand } from './run_command.js'

const LISTS = '/var/lib/apt/lists'
/** Any of these changes when the lists are fetched anew; the lists themselves bear the archive's date. */
const FETCHED = [LISTS, `${LISTS}/partial`, '/var/lib/apt/periodic/update-success-stamp']
const REBOOT_FLAGS = ['/run/reboot-required', '/var/run/reboot-required']
const TIMEOUT_MS = 45_000

/**
 * @typedef {object} Found
 * @property {number} total
 * @property {string[]} security names of packages
 * @property {boolean} rebootRequired
 * @property {number | null} rebootSince seconds since 1970 where the system says it
 * @property {number | null} listsFetchedAt seconds since 1970
 * @property {string} message
 */

/**
 * Debian, Ubuntu and their relatives, from the lists fetched last: no network and no rights are needed.
 * @returns {Promise<Found | null>} null when there is no apt here
 * @throws {Error} when apt cannot say
 */
export async function askApt() {
  const args = ['--simulate', '-o', 'Debug::NoLocking=true', 'dist-upgrade']
  const text = await runCommand('apt-get', args, { timeoutMs: TIMEOUT_MS })
  if (text === null) return null
  const lists = parseLists(await readdir(LISTS).catch(() => []))
  if (!lists.present) {
    throw new Error('apt has no list of updates yet. Run "apt-get update" on the machine once.')
  }
  const rebootSince = await newestChange(REBOOT_FLAGS)
  return {
    ...parseApt(text),
    rebootRequired: rebootSince !== null,
    rebootSince,
    listsFetchedAt: await newestChange(FETCHED),
    message: lists.security ? '' : 'No list of security updates is set up on this machine.',
  }
}

/** @param {string[]} paths @returns {Promise<number | null>} seconds since 1970; null when none is there */
async function newestChange(paths) {
  const times = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        (found) => found.mtimeMs / 1000,
        () => null
      )
    )
  )
  const known = times.filter((time) => time !== null)
  return known.length > 0 ? Math.max(...known) : null
}
