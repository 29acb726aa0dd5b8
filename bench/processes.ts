import { readdirSync, readFileSync } from 'node:fs'

/** One process of the machine, from /proc. */
interface Process {
  pid: number
  parent: number
  /** Seconds of processor time, with that of children that have ended. */
  cpuSeconds: number
  words: string
}

/** Ticks of /proc/<pid>/stat per second; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100
/** The agent of this machine belongs to what is watched, not to what watches. */
const NOT_COUNTED = 'prophasis-agent.js'

/** What a part of the product has used. */
export interface Usage {
  supervisor: number
  server: number
  classifier: number
  postgres: number
}

/**
 * @param supervisor the first process of `npm start`
 * @returns seconds of processor time since each part was started, of children that have ended too
 */
export function cpuSecondsOf(supervisor: number): Usage {
  return sumByPart(supervisor, (process) => process.cpuSeconds)
}

/** @returns seconds of processor time of each thread of a process, by its number and name */
export function cpuSecondsOfThreads(pid: number): Map<string, number> {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => {
    const { fields, name } = readStat(`/proc/${pid}/task/${thread}/stat`)
    return [`${name} ${thread}`, ticks(fields.slice(11, 13)) / TICKS_PER_SECOND] as const
  })
  return new Map(threads)
}

/** @returns memory that each part has, shared pages divided among those who share them, in MiB */
export function memoryMibOf(supervisor: number): Usage {
  return sumByPart(supervisor, (process) => pssKib(process.pid) / 1024)
}

/** @returns the number of the server process: pages, core and notifier */
export function serverPid(supervisor: number): number {
  return treeOf(supervisor).find((process) => partOf(process) === 'server')!.pid
}

export function totalOf(usage: Usage): number {
  return Object.values(usage).reduce((sum, each) => sum + each, 0)
}

/** @returns what was used between two looks */
export function difference(before: Usage, after: Usage): Usage {
  const parts = Object.keys(after) as (keyof Usage)[]
  return Object.fromEntries(
    parts.map((part) => [part, after[part] - before[part]])
  ) as unknown as Usage
}

function sumByPart(supervisor: number, amountOf: (process: Process) => number): Usage {
  const usage: Usage = { supervisor: 0, server: 0, classifier: 0, postgres: 0 }
  for (const process of treeOf(supervisor)) usage[partOf(process)] += amountOf(process)
  return usage
}

function partOf({ words }: Process): keyof Usage {
  if (words.includes('bin/server.js')) return 'server'
  if (words.includes('classify/child.')) return 'classifier'
  if (words.includes('bin/prophasis.js')) return 'supervisor'
  return 'postgres'
}

function treeOf(root: number): Process[] {
  const all = readProcesses().filter((process) => !process.words.includes(NOT_COUNTED))
  const found = all.filter((process) => process.pid === root)
  for (const one of found) found.push(...all.filter((process) => process.parent === one.pid))
  return found
}

function readProcesses(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const { fields } = readStat(`/proc/${name}/stat`)
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
      const cpuSeconds = ticks(fields.slice(11, 15)) / TICKS_PER_SECOND
      return [{ pid: Number(name), parent: Number(fields[1]), cpuSeconds, words }]
    } catch {
      // It has ended since it was listed.
      return []
    }
  })
}

/** @returns the name of the program and what follows it, from the state on */
function readStat(path: string) {
  const stat = readFileSync(path, 'utf8')
  // The name, in parentheses, may hold anything.
  const end = stat.lastIndexOf(')')
  return { name: stat.slice(stat.indexOf('(') + 1, end), fields: stat.slice(end + 2).split(' ') }
}

function ticks(fields: string[]): number {
  return fields.reduce((sum, each) => sum + Number(each), 0)
}

function pssKib(pid: number): number {
  try {
    return Number(
      /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0
    )
  } catch {
    return 0
  }
}
