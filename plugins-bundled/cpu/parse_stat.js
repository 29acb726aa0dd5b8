/**
 * @typedef {object} CpuTimes Time since the start of the machine, in the system's own ticks.
 * @property {number} total
 * @property {number} idle neither working nor waiting for a disk
 * @property {number} iowait
 * @property {number} steal
 * @property {number} cores
 */

/**
 * The first line of `/proc/stat`: user nice system idle iowait irq softirq steal guest guest_nice.
 * Guest time is part of user and nice already.
 * @param {string} text
 * @returns {CpuTimes}
 * @throws {Error} when the line of all processors is missing
 */
export function parseStat(text) {
  const line = text.match(/^cpu +(\d.*)$/m)
  if (!line) throw new Error('/proc/stat has no line for all processors.')
  const times = line[1].trim().split(/ +/).slice(0, 8).map(Number)
  const [, , , idle, iowait = 0, , , steal = 0] = times
  if (!times.every(Number.isFinite) || idle === undefined) {
    throw new Error('The line for all processors in /proc/stat is not made of numbers.')
  }
  const total = times.reduce((sum, time) => sum + time, 0)
  return { total, idle, iowait, steal, cores: text.match(/^cpu\d+ /gm)?.length ?? 0 }
}

/**
 * @param {import('node:os').CpuInfo[]} cpus
 * @returns {CpuTimes} without waiting and stolen time, which only Linux counts
 * @throws {Error} when the system names no processor
 */
export function sumCpus(cpus) {
  if (cpus.length === 0) throw new Error('The system does not name its processors.')
  const sum = { total: 0, idle: 0, iowait: 0, steal: 0, cores: cpus.length }
  for (const { times } of cpus) {
    sum.total += times.user + times.nice + times.sys + times.idle + times.irq
    sum.idle += times.idle
  }
  return sum
}

/**
 * The waiting time of Linux may run backwards by a little: no share is below 0.
 * @param {CpuTimes} from
 * @param {CpuTimes} to
 * @returns {{ busy: number, iowait: number, steal: number } | null} percent of the time between the two;
 * null when the counters did not move on
 */
export function shares(from, to) {
  const total = to.total - from.total
  if (total <= 0) return null
  const percent = (/** @type {number} */ ticks) => Math.min(100, Math.max(0, (100 * ticks) / total))
  const waiting = Math.max(0, to.iowait - from.iowait)
  return {
    busy: percent(total - (to.idle - from.idle) - waiting),
    iowait: percent(waiting),
    steal: percent(to.steal - from.steal),
  }
}
