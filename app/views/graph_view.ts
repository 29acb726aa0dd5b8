import {
  findGraphFacts,
  findGraphLine,
  type GraphFacts,
  type GraphLine,
  type GraphWindow,
} from '../queries/graph_points.ts'
import { type Watched, bandsOf, instanceMetric } from './machine_view.ts'
import { drawPlot, type Plot } from './plot.ts'
import { quantity } from './quantities.ts'
import type { GraphRange } from './graph_range.ts'
import type { Band } from './threshold_bands.ts'
import { axisLabels, moment } from './times.ts'

/** One graph with all that is said about it. */
export interface GraphView {
  line: GraphLine
  bands: Band[]
  plot: Plot
  axis: string[]
  label: string
  /** The graph in a sentence, for those who cannot see it. */
  summary: string
  facts: [name: string, value: string][]
  unit: string
  table: { at: string; mean: string; low: string; high: string }[]
}

const TABLE_ROWS = 48

/** @returns the graph of a plugin, or of one of its instances, over a range */
export async function loadGraph(
  hostId: number,
  watched: Watched,
  range: GraphRange,
  instance = ''
): Promise<GraphView> {
  const window = { ...windowOf(hostId, watched, instance), from: range.from, to: range.to }
  const line = await findGraphLine(window)
  const bands = bandsOf(watched, instance)
  const unit = watched.manifest.value_unit
  const facts = await findGraphFacts(window)
  const name = instance === '' ? watched.manifest.name : `${watched.manifest.name} ${instance}`
  return {
    line,
    bands,
    unit,
    plot: drawPlot(line, bands, unit, range),
    axis: axisLabels(range.from, range.to),
    label: name,
    summary: summarise(`${name}, ${range.words}`, facts, unit),
    facts: factsInWords(facts, unit),
    table: tableOf(line, unit),
  }
}

function windowOf(
  hostId: number,
  watched: Watched,
  instance: string
): Omit<GraphWindow, 'from' | 'to'> {
  const { checkId, pluginId } = watched
  const metric = instance === '' ? '' : (instanceMetric(watched) ?? '')
  return { hostId, checkId, pluginId, instance, metric }
}

function summarise(what: string, facts: GraphFacts, unit: string): string {
  if (facts.mean === null) return `${what}: nothing was measured.`
  const [low, mean, high] = [facts.lowest, facts.mean, facts.highest].map((n) => quantity(n, unit))
  if (low === high) return `${what}: always ${low}.`
  return `${what}: between ${low} and ${high}, on average ${mean}.`
}

function factsInWords(facts: GraphFacts, unit: string): [string, string][] {
  if (facts.mean === null) return []
  return [
    ['Last', quantity(facts.last, unit)],
    ['Lowest', quantity(facts.lowest, unit)],
    ['Mean', quantity(facts.mean, unit)],
    ['95 of 100 below', quantity(facts.p95, unit)],
    ['Highest', quantity(facts.highest, unit)],
  ]
}

/** Newest first, in as few rows as can be read. */
function tableOf({ points }: GraphLine, unit: string): GraphView['table'] {
  const size = Math.max(1, Math.ceil(points.length / TABLE_ROWS))
  const rows: GraphView['table'] = []
  for (let start = 0; start < points.length; start += size) {
    const some = points.slice(start, start + size)
    const mean = some.reduce((sum, point) => sum + point.mean, 0) / some.length
    rows.unshift({
      at: moment(some[0].at),
      mean: quantity(mean, unit),
      low: quantity(Math.min(...some.map((point) => point.low)), unit),
      high: quantity(Math.max(...some.map((point) => point.high)), unit),
    })
  }
  return rows
}
