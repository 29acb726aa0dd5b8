import { HANGING } from '../fleet.ts'
import { lostOf, measure } from '../measure.ts'
import type { Report } from '../report.ts'
import type { Stage } from '../stage.ts'

/** How much later the plugins of all others start while one host takes requests and never answers. */
export async function hangingHost(stage: Stage, report: Report) {
  const { hosts, plugins, intervalSeconds } = stage.options
  const fleet = { hosts, plugins, isBatch: false }
  const bench = await stage.set(fleet)
  const seconds = Math.max(20, intervalSeconds)
  const before = await measure(bench, seconds, { leftOut: HANGING })
  bench.agents.tell({ hang: HANGING })
  const hanging = await measure(bench, seconds, { leftOut: HANGING })
  bench.agents.tell({ hang: [] })
  const added = Math.max(0, hanging.lateness.p99 - before.lateness.p99)
  report.figure('hang_adds_ms', added, fleet, intervalSeconds)
  report.note(
    `late by ${before.lateness.p99} ms (p99) before, ${hanging.lateness.p99} ms while it hangs`
  )
  report.lose(lostOf(before) + lostOf(hanging), 'hang_adds_ms')
}
