import { parseDnfCheckUpdate, parseDnfSecurity } from './parse_dnf.js'
import { runCommand } from './run_command.js'

/** Four commands at most, one after another, have to end within the plugin's 60 seconds. */
const TIMEOUT_MS = 14_000
const UPDATES_FOUND = 100
const RESTART_DUE = 1
/** Only root's programs look here by themselves; others may read it. */
const SYSTEM_CACHE = '--setopt=cachedir=/var/cache/dnf'

/**
 * Fedora, Red Hat and their relatives, from the cache fetched last (`-C`): no network is needed.
 * @returns {Promise<import('./apt.js').Found | null>} null when there is neither dnf nor yum here
 * @throws {Error} when the program cannot say, such as for want of a cache
 */
export async function askDnf() {
  for (const program of ['dnf', 'yum']) {
    const found = await ask(program)
    if (found) return found
  }
  return null
}

/** @param {string} program @returns {Promise<import('./apt.js').Found | null>} */
async function ask(program) {
  const own = await askWith(program, []).catch((/** @type {Error} */ error) => error)
  const answer =
    own instanceof Error ? await askWith(program, [SYSTEM_CACHE]).catch(() => own) : own
  if (answer === null) return null
  if (answer instanceof Error) throw answer
  const { options, advisories } = answer
  const updates = await run(program, [...options, 'check-update'], [UPDATES_FOUND])
  return {
    total: parseDnfCheckUpdate(updates ?? ''),
    security: parseDnfSecurity(advisories),
    rebootRequired: await isRestartDue(),
    rebootSince: null,
    listsFetchedAt: null,
    message: '',
  }
}

/** @param {string} program @param {string[]} options */
async function askWith(program, options) {
  const advisories = await run(program, [...options, 'updateinfo', 'list', '--security'])
  return advisories === null ? null : { options, advisories }
}

/** `needs-restarting` is an extra package: without it nothing is said about a restart. */
async function isRestartDue() {
  const options = { timeoutMs: TIMEOUT_MS, exitCodes: [RESTART_DUE] }
  const answer = await runCommand('needs-restarting', ['-r'], options).catch(() => null)
  return answer !== null && /Reboot is required/i.test(answer)
}

/**
 * When it cannot read the packages it complains, finds no updates and calls that a success: not so here.
 * @param {string} program
 * @param {string[]} args
 * @param {number[]} [exitCodes]
 */
function run(program, args, exitCodes = []) {
  const options = { timeoutMs: TIMEOUT_MS, exitCodes, complaint: /^error:/im }
  return runCommand(program, ['-q', '-C', ...args], options)
}
