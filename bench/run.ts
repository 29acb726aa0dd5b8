/** `npm run bench`: see README.md here. */
import { changesInForce } from './figures/changes_in_force.ts'
import { checksHeld } from './figures/checks_held.ts'
import { coldStart } from './figures/cold_start.ts'
import { cpuPerCheck } from './figures/cpu_per_check.ts'
import { faultyHosts } from './figures/faulty_hosts.ts'
import { growth } from './figures/growth.ts'
import { hangingHost } from './figures/hanging_host.ts'
import { mailInTime } from './figures/mail_in_time.ts'
import { memory } from './figures/memory.ts'
import { pages } from './figures/pages.ts'
import { parseOptions, type Options } from './options.ts'
import { Report } from './report.ts'
import { Stage } from './stage.ts'
import type { FigureName } from './targets.ts'

type Measurement = (stage: Stage, report: Report) => Promise<void>

/** In this order, so that those that need the same bench follow each other. */
const MEASUREMENTS: { figures: FigureName[]; measure: Measurement }[] = [
  {
    figures: ['cpu_s_per_1000_checks'],
    measure: (stage, report) => cpuPerCheck(stage, report, stage.options.isBatch),
  },
  { figures: ['memory_pss_mib'], measure: memory },
  { figures: ['hang_adds_ms'], measure: hangingHost },
  { figures: ['result_to_notification_ms', 'change_to_mail_ms'], measure: mailInTime },
  { figures: ['checks_per_s_held'], measure: checksHeld },
  {
    figures: ['cpu_s_per_1000_checks_batched'],
    measure: (stage, report) => cpuPerCheck(stage, report, true),
  },
  { figures: ['change_in_force_ms'], measure: changesInForce },
  { figures: ['faults_add_ms'], measure: faultyHosts },
  { figures: ['page_p95_ms'], measure: pages },
  { figures: ['growth'], measure: growth },
  { figures: ['cold_start_s'], measure: coldStart },
]

const report = new Report()
await runAll(parseOptions(process.argv.slice(2)))
report.table()
process.exitCode = report.lost > 0 ? 1 : 0

async function runAll(options: Options) {
  const stage = new Stage(options)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => void stage.clear().finally(() => process.exit(1)))
  const isWanted = ({ figures }: { figures: FigureName[] }) =>
    options.only.length === 0 || figures.some((name) => options.only.includes(name))
  try {
    for (const { measure } of MEASUREMENTS.filter(isWanted)) await measure(stage, report)
  } finally {
    await stage.clear()
  }
}
