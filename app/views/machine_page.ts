import type { HostFacts } from '../queries/find_host.ts'
import { findStateRuns, type StateRun } from '../queries/state_runs.ts'
import { worstInstance } from './diagnosis.ts'
import { type GraphRange, type LastRange, parseRange } from './graph_range.ts'
import { type GraphView, loadGraph } from './graph_view.ts'
import { type InstanceMeter, metersOf } from './instance_meters.ts'
import { instanceMetric, loadWatched, type Watched } from './machine_view.ts'
import { drawSkyline, type Skyline } from './skyline.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const YOUNG_MS = DAY_MS / 8
const BAD = ['critical', 'major', 'minor', 'degraded', 'unknown']

/** All that the page of one machine shows. */
export interface MachinePage {
  host: HostFacts
  watched: Watched[]
  /** What is not as it should be, worst first. */
  troubles: Watched[]
  /** The one explained: chosen in the address, or the worst. */
  trouble: Watched | null
  range: GraphRange
  /** The one with the large graph. */
  large: (GraphCard & { meters: InstanceMeter[]; instance: string; dataPath: string }) | null
  small: GraphCard[]
  skyline: Skyline
  /** Share of the last 24 hours in which something was known, in percent. */
  knownPercent: number
  /** @returns the address of this page with some parameters changed */
  address(changes: Record<string, string>): string
}

export interface GraphCard {
  watched: Watched
  graph: GraphView
}

/** @param query the parameters `plugin`, `instance`, `range`, `from` and `to` */
export async function loadMachinePage(
  host: HostFacts,
  query: Record<string, unknown>,
  now = new Date()
): Promise<MachinePage> {
  const watched = await loadWatched(host)
  const troubles = watched.filter((one) => BAD.includes(one.state))
  const chosen = watched.find((one) => one.identifier === query.plugin)
  const drawn = watched.filter(hasNumbers)
  const largest = drawn.find((one) => one === chosen) ?? drawn.at(0)
  const address = addressWith(host, query)
  const start = new Date(now.getTime() - DAY_MS)
  const runs = (await findStateRuns([host.id], start, now)).get(host.id)!
  const skyline = drawSkyline(runs)
  const range = parseRange(query, now, firstLook(runs, now))
  return {
    ...{ host, watched, troubles, range, address, skyline },
    trouble: troubles.find((one) => one === chosen) ?? troubles.at(0) ?? null,
    large: largest ? await loadLarge(host, largest, range, query, address) : null,
    small: await loadSmall(
      host,
      drawn.filter((one) => one !== largest),
      range
    ),
    knownPercent: knownPercent(skyline),
  }
}

/** A day of a machine that was added an hour ago is an empty graph. */
function firstLook(runs: readonly StateRun[], now: Date): LastRange {
  const known = runs.find((run) => run.state !== 'no_data')
  const isYoung = known !== undefined && now.getTime() - known.from.getTime() < YOUNG_MS
  return isYoung ? '1h' : '24h'
}

async function loadLarge(
  host: HostFacts,
  watched: Watched,
  range: GraphRange,
  query: Record<string, unknown>,
  address: MachinePage['address']
) {
  const metric = instanceMetric(watched)
  const meters = metric ? metersOf(watched, metric) : []
  const known = meters.find((meter) => meter.instance === query.instance)
  const instance = (known ?? meters.at(0))?.instance ?? ''
  const graph = await loadGraph(host.id, watched, range, instance)
  const dataPath = address({ plugin: watched.identifier, instance, range: range.name }).replace(
    '?',
    `/graphs/${encodeURIComponent(watched.identifier)}?`
  )
  return { watched, meters, instance, graph, dataPath }
}

async function loadSmall(host: HostFacts, some: Watched[], range: GraphRange) {
  const cards: GraphCard[] = []
  for (const watched of some) {
    const instance = (instanceMetric(watched) && worstInstance(watched)) ?? ''
    cards.push({ watched, graph: await loadGraph(host.id, watched, range, instance) })
  }
  return cards
}

/** A heartbeat has no number worth a graph; its bar of states says more. */
function hasNumbers({ manifest }: Watched): boolean {
  return ['value_graph', 'percent_graph', 'count_table'].includes(manifest.view)
}

function addressWith(host: HostFacts, query: Record<string, unknown>) {
  const kept = ['plugin', 'instance', 'range', 'from', 'to'].filter(
    (name) => typeof query[name] === 'string'
  )
  const given = Object.fromEntries(kept.map((name) => [name, String(query[name])]))
  return (changes: Record<string, string>) => {
    const all = Object.entries({ ...given, ...changes }).filter(([, value]) => value !== '')
    return `/machines/${host.id}?${new URLSearchParams(all)}`
  }
}

function knownPercent({ times }: Skyline): number {
  const all = times.reduce((sum, time) => sum + time.seconds, 0)
  const blind = times.filter(({ state }) => state === 'no_data' || state === 'unknown')
  const missing = blind.reduce((sum, time) => sum + time.seconds, 0)
  return Math.floor(((all - missing) / all) * 100)
}
