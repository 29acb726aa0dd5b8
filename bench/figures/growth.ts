import { lostOf, measure } from '../measure.ts'
import type { Report } from '../report.ts'
import type { Stage } from '../stage.ts'
import { perThousand } from './cpu_per_check.ts'

const FEW = 250
const MANY = 4000
/** Slow enough for many hosts on a small machine. */
const INTERVAL_SECONDS = 60

/** As much past as is loaded in bearable time for so many hosts. */
const HISTORY = 20

/** How much more a check costs when there are many hosts, at the same rate for each of them. */
export async function growth(stage: Stage, report: Report) {
  const { plugins } = stage.options
  await stage.clear()
  const costs: number[] = []
  for (const hosts of [FEW, MANY]) {
    const bench = await stage.set({ hosts, plugins, isBatch: false }, INTERVAL_SECONDS, HISTORY)
    const measured = await measure(bench, INTERVAL_SECONDS)
    costs.push(perThousand(measured.cpu, measured.stored))
    report.note(
      `${hosts} hosts: ${costs.at(-1)!.toFixed(3)} s per 1,000 checks, p99 ${measured.lateness.p99} ms late`
    )
    report.lose(lostOf(measured), `growth with ${hosts} hosts`)
    await stage.clear()
  }
  const fleet = { hosts: MANY, plugins, isBatch: false }
  report.figure('growth', costs[1] / costs[0], fleet, INTERVAL_SECONDS)
}
