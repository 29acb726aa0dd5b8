/** `npm run bench`: see README.md here. */
import { cpuPerCheck } from './figures/cpu_per_check.ts'
import { parseOptions } from './options.ts'
import { Report } from './report.ts'
import { Stage } from './stage.ts'
import type { FigureName } from './targets.ts'

type Measurement = (stage: Stage, report: Report) => Promise<void>

/** In this order, so that those that need the same bench follow each other. */
const MEASUREMENTS: { figures: FigureName[]; measure: Measurement }[] = [
  {
    figures: ['cpu_s_per_1000_checks'],
    measure: (stage, report) => cpuPerCheck(stage, report, false),
  },
  {
    figures: ['cpu_s_per_1000_checks_batched'],
    measure: (stage, report) => cpuPerCheck(stage, report, true),
  },
]

const options = parseOptions(process.argv.slice(2))
const stage = new Stage(options)
const report = new Report()
try {
  for (const { figures, measure } of MEASUREMENTS) {
    if (options.only.length === 0 || figures.some((name) => options.only.includes(name)))
      await measure(stage, report)
  }
} finally {
  await stage.clear()
}
report.table()
process.exitCode = report.lost > 0 ? 1 : 0
