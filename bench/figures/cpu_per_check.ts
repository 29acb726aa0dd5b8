import { lostOf, measure } from '../measure.ts'
import { startProfile } from '../profile.ts'
import { totalOf, type Usage } from '../processes.ts'
import type { Report } from '../report.ts'
import type { Stage } from '../stage.ts'

/** What a check costs the whole server: every due plugin in a request of its own, or all of a host's in one. */
export async function cpuPerCheck(stage: Stage, report: Report, isBatch: boolean) {
  const { hosts, plugins, intervalSeconds, seconds } = stage.options
  const fleet = { hosts, plugins, isBatch }
  const bench = await stage.set(fleet)
  const profile = stage.options.profile ? await startProfile(bench) : null
  const measured = await measure(bench, seconds, profile ?? {})
  const name = isBatch ? 'cpu_s_per_1000_checks_batched' : 'cpu_s_per_1000_checks'
  report.figure(name, perThousand(measured.cpu, measured.stored), fleet, intervalSeconds)
  report.note(
    `${measured.stored} of ${measured.due} results, ${measured.missed} misses, all stored after ${measured.settlingMs} ms`
  )
  report.note(`of that ${inParts(measured.cpu, measured.stored)}`)
  const { p50, p99, worst } = measured.lateness
  report.note(`late by ${p50} ms (median), ${p99} ms (p99), ${worst} ms (worst)`)
  report.lose(lostOf(measured), name)
  profile?.print(measured.stored)
}

/** @returns seconds of processor time per 1,000 checks */
export function perThousand(usage: Usage, checks: number): number {
  return (totalOf(usage) * 1000) / checks
}

function inParts(usage: Usage, checks: number): string {
  return Object.entries(usage)
    .map(([part, seconds]) => `${part} ${((seconds * 1000) / checks).toFixed(4)}`)
    .join(', ')
}
