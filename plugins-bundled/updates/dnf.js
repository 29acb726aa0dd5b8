import { parseDnfCheckUpdate, parseDnfSecurity } from './parse_dnf.js'
import { runCommand } from './run_command.js'

const TIMEOUT_MS = 18_000
const UPDATES_FOUND = 100
const RESTART_DUE = 1

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
  const options = { timeoutMs: TIMEOUT_MS }
  const advisories = await runCommand(
    program,
    ['-q', '-C', 'updateinfo', 'list', '--security'],
    options
  )
  if (advisories === null) return null
  const updates = await runCommand(program, ['-q', '-C', 'check-update'], {
    ...options,
    exitCodes: [UPDATES_FOUND],
  })
  return {
    total: parseDnfCheckUpdate(updates ?? ''),
    security: parseDnfSecurity(advisories),
    rebootRequired: await isRestartDue(),
    rebootSince: null,
    listsFetchedAt: null,
    message: '',
  }
}

/** `needs-restarting` is an extra package: without it nothing is said about a restart. */
async function isRestartDue() {
  const options = { timeoutMs: TIMEOUT_MS, exitCodes: [RESTART_DUE] }
  const answer = await runCommand('needs-restarting', ['-r'], options).catch(() => null)
  return answer !== null && /Reboot is required/i.test(answer)
}
