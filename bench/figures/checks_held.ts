import { lostOf, measure } from '../measure.ts'
import type { Report } from '../report.ts'
import type { Stage } from '../stage.ts'

const LATE_MS = 1000
/** Whoever is further behind when the window ends does not keep up. */
const BEHIND_MS = 5000
const SECONDS = 15
/** Seconds between two slots, each step a higher rate. */
const INTERVALS = [30, 20, 15, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]

/** The highest rate at which 99 of 100 plugins start within a second of their slot, nothing is lost, and it keeps up. */
export async function checksHeld(stage: Stage, report: Report) {
  const { hosts, plugins, intervalSeconds } = stage.options
  const fleet = { hosts, plugins, isBatch: stage.options.isBatch }
  await stage.clear()
  let held = { rate: 0, interval: INTERVALS[0] }
  for (const interval of INTERVALS.filter((each) => each <= 3 * intervalSeconds)) {
    const bench = await stage.set(fleet, interval)
    const measured = await measure(bench, SECONDS)
    const rate = bench.assignments / interval
    const { settlingMs } = measured
    const { p99 } = measured.lateness
    const lost = lostOf(measured)
    const parts = Object.entries(measured.cpu).map(
      ([part, seconds]) => `${part} ${((100 * seconds) / measured.seconds).toFixed(0)} %`
    )
    report.note(
      `${rate.toFixed(0)} checks/s: p99 ${p99} ms late, ${lost} lost, all stored after ${settlingMs} ms; ${parts.join(', ')} of a processor`
    )
    if (p99 >= LATE_MS || lost > 0 || settlingMs > BEHIND_MS) break
    held = { rate, interval }
  }
  report.figure('checks_per_s_held', held.rate, fleet, held.interval)
  // What came after the last rate that was held is behind with its work.
  await stage.clear()
}
