import { memoryMibOf, totalOf } from '../processes.ts'
import type { Report } from '../report.ts'
import type { Stage } from '../stage.ts'

/** What all processes of the product hold while checks run; that they share is counted once. */
export async function memory(stage: Stage, report: Report) {
  const { hosts, plugins, intervalSeconds } = stage.options
  const fleet = { hosts, plugins, isBatch: false }
  const bench = await stage.set(fleet)
  const usage = memoryMibOf(bench.supervisor)
  report.figure('memory_pss_mib', totalOf(usage), fleet, intervalSeconds)
  const parts = Object.entries(usage).map(([part, mib]) => `${part} ${mib.toFixed(0)}`)
  report.note(`of that ${parts.join(', ')}`)
}
