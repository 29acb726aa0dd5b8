import { readdirSync, readFileSync } from 'node:fs'
import { failure, type RawOutcome } from './plugin_run.ts'
import { resolvable } from './resolvable.ts'

const LIMIT_MIB = 512
const EVERY_MS = 100
/** Field of /proc/PID/stat, counted after the command's closing bracket. */
const GROUP_FIELD = 2

/**
 * Watches the memory that the process group `group` really uses. A heap limit bounds neither buffers nor
 * children, and a limit of address space would stop Node itself. `over` resolves when it is too much.
 */
export function watchMemory(group: number | undefined): {
  over: Promise<RawOutcome>
  stop: () => void
} {
  const { promise, resolve } = resolvable<RawOutcome>()
  if (group === undefined || process.platform !== 'linux') return { over: promise, stop: () => {} }
  const timer = setInterval(() => {
    if (residentKib(group) <= LIMIT_MIB * 1024) return
    resolve(failure(`The plugin used more than ${LIMIT_MIB} MiB of memory and was ended.`))
  }, EVERY_MS)
  return { over: promise, stop: () => clearInterval(timer) }
}

function residentKib(group: number): number {
  const members = readdirSync('/proc').filter((name) => groupOf(name) === group)
  return members.reduce((sum, name) => sum + residentKibOf(name), 0)
}

function groupOf(name: string): number | null {
  if (!/^\d+$/.test(name)) return null
  const facts = textOf(`/proc/${name}/stat`)
  return Number(facts.slice(facts.lastIndexOf(')') + 2).split(' ')[GROUP_FIELD])
}

function residentKibOf(name: string): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(textOf(`/proc/${name}/status`))?.[1] ?? 0)
}

/** Empty when the process has just ended. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
