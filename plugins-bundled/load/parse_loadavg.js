/**
 * @param {string} text what `/proc/loadavg` holds
 * @returns {[number, number, number]} means of 1, 5 and 15 minutes
 * @throws {Error} when the text does not begin with three numbers
 */
export function parseLoadavg(text) {
  const [load1, load5, load15] = text.split(' ').map(Number)
  if (![load1, load5, load15].every((load) => Number.isFinite(load) && load >= 0)) {
    throw new Error('/proc/loadavg does not hold three numbers.')
  }
  return [load1, load5, load15]
}
