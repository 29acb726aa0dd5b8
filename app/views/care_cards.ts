import { findGraphLine } from '../queries/graph_points.ts'
import type { Trouble } from '../queries/troubles.ts'
import { worstInstance } from './diagnosis.ts'
import { bandsOf, instanceMetric, loadWatched, type Watched } from './machine_view.ts'
import { drawPlot, type Plot } from './plot.ts'
import { bandsInWords } from './threshold_bands.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const YOUNG_MS = DAY_MS / 8
const MOST_CARDS = 4

/** One thing that needs care: what, effect, first step. */
export interface CareCard extends Trouble {
  watched: Watched
  path: string
  graph: CardGraph | null
}

/** A small graph with what somebody needs to read it. */
export interface CardGraph {
  plot: Plot
  /** What is drawn, for those who cannot see it. */
  label: string
  /** Over which time, and the limits. */
  caption: string
}

/** @returns a card for each trouble that stands for itself, in their order, as many as the Overview has room for */
export async function loadCareCards(troubles: Trouble[], now: Date): Promise<CareCard[]> {
  const byHost = new Map<number, Watched[]>()
  const cards: CareCard[] = []
  for (const trouble of troubles) {
    if (cards.length === MOST_CARDS) break
    const host = { id: trouble.hostId, name: trouble.hostName }
    const watched = byHost.get(host.id) ?? (await loadWatched(host))
    byHost.set(host.id, watched)
    const own = watched.find((one) => one.key === `${trouble.checkId} ${trouble.pluginId}`)
    if (!own || own.diagnosis.isUnreached) continue
    const path = `/machines/${host.id}?plugin=${encodeURIComponent(own.identifier)}`
    cards.push({ ...trouble, watched: own, path, graph: await cardGraph(trouble, own, now) })
  }
  return cards
}

/** Only where it explains the state: with a limit to run into. */
async function cardGraph({ hostId }: Trouble, watched: Watched, now: Date) {
  const instance = (instanceMetric(watched) && worstInstance(watched)) ?? ''
  const bands = bandsOf(watched, instance)
  const isUseful = bands.length > 0 && watched.state !== 'unknown'
  if (!isUseful) return null
  const { checkId, pluginId, manifest } = watched
  const metric = instance === '' ? '' : (instanceMetric(watched) ?? '')
  const series = { hostId, checkId, pluginId, instance, metric }
  const { line, window, words } = await recentLine(series, now)
  const plot = drawPlot(line, bands, manifest.value_unit, window)
  const label = `${[manifest.name, instance].filter(Boolean).join(' ')}, ${words}`
  return { plot, label, caption: `The ${words}. ${bandsInWords(plot.bands)}` }
}

type Series = Omit<Parameters<typeof findGraphLine>[0], 'from' | 'to'>

/** The last 24 hours; of a line that began a short time ago the last hour, because its day is an empty graph. */
async function recentLine(series: Series, now: Date) {
  const day = { from: new Date(now.getTime() - DAY_MS), to: now }
  const line = await findGraphLine({ ...series, ...day })
  const first = line.points.at(0)
  if (!first || now.getTime() - first.at.getTime() >= YOUNG_MS) {
    return { line, window: day, words: 'last 24 hours' }
  }
  const hour = { from: new Date(now.getTime() - HOUR_MS), to: now }
  return { line: await findGraphLine({ ...series, ...hour }), window: hour, words: 'last hour' }
}
