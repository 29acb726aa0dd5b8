import type { Measured } from './measure.ts'
import { selfTimes, timesByPart, type CpuProfile, type SelfTime } from './read_profile.ts'
import type { Statement } from './statements.ts'

const MOST_FUNCTIONS = 25
const MOST_PARTS = 20

/** Says on standard error where the core and PostgreSQL spend their time, in microseconds per check. */
export function printProfile(
  profile: CpuProfile,
  statements: Statement[],
  { stored }: Measured
): void {
  const perCheck = (ms: number) => `${((ms * 1000) / stored).toFixed(1).padStart(8)} µs`
  const print = (title: string, times: SelfTime[]) => {
    console.error(`\n  ${title}, per check`)
    for (const { where, ms } of times) console.error(`  ${perCheck(ms)}  ${where}`)
  }
  print('The core by function', selfTimes(profile).slice(0, MOST_FUNCTIONS))
  print('The core by part', timesByPart(profile).slice(0, MOST_PARTS))
  console.error(
    '\n  PostgreSQL by statement, per check: all, of that planning, calls per 1,000 checks'
  )
  for (const { query, calls, total, planning } of statements) {
    const often = ((calls * 1000) / stored).toFixed(1).padStart(8)
    const words = query.replaceAll(/\s+/g, ' ').slice(0, 110)
    console.error(`  ${perCheck(total)} ${perCheck(planning)} ${often}  ${words}`)
  }
}
