import { readdirSync, readFileSync } from 'node:fs'

/** @returns the ids of the classifier processes that this process started and that still live */
export function children(): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => {
    try {
      const [, state, parent] =
        /\) (\w) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      return state !== 'Z' && Number(parent) === process.pid && command.includes('classify/child.')
    } catch {
      return false
    }
  })
}
