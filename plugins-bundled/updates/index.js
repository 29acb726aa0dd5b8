import { askApt } from './apt.js'
import { askDnf } from './dnf.js'
import { FirstSeen } from './first_seen.js'

const REBOOT = '(restart)'

/** Number of security updates that wait, and how long the oldest has. */
export class Plugin {
  #firstSeen = new FirstSeen()

  /**
   * @param {Record<string, unknown>} _args
   * @param {{ dataFolder?: string }} [context] folder that outlives the agent, to remember since when
   * @returns {Promise<{ value: number, message: string, metrics: { name: string, value: number }[] }>}
   * @throws {Error} where no known package system is present or it cannot say
   */
  async getData(_args, context) {
    const found = (await askApt()) ?? (await askDnf())
    if (!found) {
      throw new Error('Updates can be read where apt, dnf or yum is used; none of them is here.')
    }
    const nowSeconds = Date.now() / 1000
    const waiting = found.rebootRequired ? [...found.security, REBOOT] : found.security
    const since = await this.#firstSeen.update(waiting, {
      nowSeconds,
      dataFolder: context?.dataFolder,
    })
    return toResult(found, since, nowSeconds)
  }
}

/**
 * @param {import('./apt.js').Found} found
 * @param {Map<string, number>} since when each was first seen, seconds since 1970
 * @param {number} nowSeconds
 */
export function toResult(found, since, nowSeconds) {
  const age = (/** @type {number | null | undefined} */ time) =>
    Math.max(0, Math.round(nowSeconds - (time ?? nowSeconds)))
  const oldest = Math.min(...found.security.map((name) => since.get(name) ?? nowSeconds))
  const metrics = [
    { name: 'updates_total', value: found.total },
    { name: 'updates_security', value: found.security.length },
    { name: 'security_age_seconds', value: found.security.length > 0 ? age(oldest) : 0 },
    { name: 'reboot_required', value: Number(found.rebootRequired) },
    {
      name: 'reboot_age_seconds',
      value: found.rebootRequired ? age(found.rebootSince ?? since.get(REBOOT)) : 0,
    },
  ]
  if (found.listsFetchedAt !== null) {
    metrics.push({ name: 'lists_age_seconds', value: age(found.listsFetchedAt) })
  }
  return { value: found.security.length, message: found.message, metrics }
}
