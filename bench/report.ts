import type { Fleet } from './fleet.ts'
import { TARGETS, type FigureName, type Target } from './targets.ts'

/** One measured figure, as it is printed. */
export interface Figure {
  figure: FigureName
  value: number
  unit: string
  hosts: number
  plugins: number
  interval_s: number
}

/** Figures on standard output, one line of JSON each; what is for people on standard error. */
export class Report {
  readonly figures: Figure[] = []
  lost = 0

  figure(name: FigureName, value: number, { hosts, plugins }: Fleet, intervalSeconds: number) {
    const figure: Figure = {
      figure: name,
      value: rounded(value),
      unit: TARGETS[name].unit,
      hosts,
      plugins,
      interval_s: intervalSeconds,
    }
    this.figures.push(figure)
    console.log(JSON.stringify(figure))
  }

  note(sentence: string) {
    console.error(`  ${sentence}`)
  }

  /** Results that should be in the database and are not: the benchmark fails. */
  lose(count: number, where: string) {
    if (count <= 0) return
    this.lost += count
    this.note(`${where}: ${count} results are missing.`)
  }

  table() {
    const row = (...cells: string[]) =>
      console.error(
        `  ${cells.map((cell, at) => (at === 0 ? cell.padEnd(32) : cell.padStart(10))).join(' ')}`
      )
    row('figure', 'value', 'must', 'aim', '')
    for (const { figure, value } of this.figures) {
      const target: Target = TARGETS[figure]
      const sign = target.better === 'less' ? '<=' : '>='
      row(
        `${figure} (${target.unit})`,
        String(value),
        `${sign} ${target.must}`,
        `${sign} ${target.aim}`,
        verdict(target, value)
      )
    }
  }
}

function verdict({ better, must, aim }: Target, value: number): string {
  const meets = (limit: number) => (better === 'less' ? value <= limit : value >= limit)
  if (meets(aim)) return 'aim met'
  return meets(must) ? 'pass' : 'FAIL'
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
