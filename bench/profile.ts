import type { Bench } from './bench.ts'
import { Inspector } from './inspector.ts'
import { cpuSecondsOfThreads, serverPid } from './processes.ts'
import { selfTimes, timesByPart, type CpuProfile, type SelfTime } from './read_profile.ts'
import { forgetStatements, readStatements, type Statement } from './statements.ts'

/** What to call when a measured window begins and ends, and how to print what was seen in it. */
export interface Profile {
  atStart(): Promise<void>
  atEnd(): Promise<void>
  /** @param checks how many were stored in the window */
  print(checks: number): void
}

const SAMPLE_EVERY_US = 500
const MOST_FUNCTIONS = 25
const MOST_PARTS = 20
const MOST_THREADS = 6

/** Samples the core, a thread of the server process, and counts what PostgreSQL is asked. */
export async function startProfile(bench: Bench): Promise<Profile> {
  const core = await Inspector.of(bench)
  await core.ask('Profiler.enable')
  await core.ask('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US })
  const server = serverPid(bench.supervisor)
  let threads = new Map<string, number>()
  let profile: CpuProfile
  let statements: Statement[] = []
  return {
    async atStart() {
      await forgetStatements(bench.pool)
      await core.ask('Profiler.start')
      threads = cpuSecondsOfThreads(server)
    },
    async atEnd() {
      threads = differenceOf(threads, cpuSecondsOfThreads(server))
      statements = await readStatements(bench.pool)
      profile = (await core.ask('Profiler.stop')).profile!
      core.close()
    },
    print(checks) {
      print('The server by thread', timesOf(threads).slice(0, MOST_THREADS), checks)
      print('The core by function', selfTimes(profile).slice(0, MOST_FUNCTIONS), checks)
      print('The core by part', timesByPart(profile).slice(0, MOST_PARTS), checks)
      printStatements(statements, checks)
    },
  }
}

function differenceOf(before: Map<string, number>, after: Map<string, number>) {
  return new Map(
    [...after].map(([thread, seconds]) => [thread, seconds - (before.get(thread) ?? 0)])
  )
}

function timesOf(threads: Map<string, number>): SelfTime[] {
  const times = [...threads].map(([where, seconds]) => ({ where, ms: seconds * 1000 }))
  return times.sort((a, b) => b.ms - a.ms)
}

function print(title: string, times: SelfTime[], checks: number) {
  console.error(`\n  ${title}, per check`)
  for (const { where, ms } of times) console.error(`  ${perCheck(ms, checks)}  ${where}`)
}

function printStatements(statements: Statement[], checks: number) {
  console.error('\n  PostgreSQL by statement, per check: all, planning of that, calls per 1,000')
  for (const { query, calls, total, planning } of statements) {
    const often = ((calls * 1000) / checks).toFixed(1).padStart(8)
    const words = query.replaceAll(/\s+/g, ' ').slice(0, 110)
    console.error(`  ${perCheck(total, checks)} ${perCheck(planning, checks)} ${often}  ${words}`)
  }
}

function perCheck(ms: number, checks: number): string {
  return `${((ms * 1000) / checks).toFixed(1).padStart(8)} µs`
}
