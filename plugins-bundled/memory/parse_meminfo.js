/**
 * Systems older than Linux 3.14 do not say MemAvailable: then free memory and caches are added up.
 * @param {string} text what `/proc/meminfo` holds
 * @returns {{ totalBytes: number, availableBytes: number }}
 * @throws {Error} naming the line that is missing
 */
export function parseMeminfo(text) {
  const totalBytes = bytesOf(text, 'MemTotal')
  if (!totalBytes) throw new Error('/proc/meminfo does not say MemTotal.')
  const availableBytes = bytesOf(text, 'MemAvailable') ?? estimateAvailable(text)
  return { totalBytes, availableBytes: Math.min(availableBytes, totalBytes) }
}

/**
 * @param {string} text what `/proc/vmstat` holds
 * @returns {number | null} programs ended for lack of memory since the start; null before Linux 4.13
 */
export function parseOomKills(text) {
  const line = text.match(/^oom_kill (\d+)$/m)
  return line ? Number(line[1]) : null
}

/** @param {string} text */
function estimateAvailable(text) {
  const free = bytesOf(text, 'MemFree')
  if (free === null) throw new Error('/proc/meminfo says neither MemAvailable nor MemFree.')
  const caches = ['Buffers', 'Cached', 'SReclaimable'].map((name) => bytesOf(text, name) ?? 0)
  // Shared memory is counted in Cached but cannot be given back.
  return free + caches.reduce((sum, bytes) => sum + bytes, 0) - (bytesOf(text, 'Shmem') ?? 0)
}

/** @param {string} text @param {string} name */
function bytesOf(text, name) {
  const line = text.match(new RegExp(`^${name}: +(\\d+) kB$`, 'm'))
  return line ? Number(line[1]) * 1024 : null
}
