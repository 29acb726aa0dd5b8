import { findGraphLine } from '../queries/graph_points.ts'
import { listMachines, type MachineRow } from '../queries/list_machines.ts'
import { findStateRuns } from '../queries/state_runs.ts'
import { listTroubles, readStanding, type Standing, type Trouble } from '../queries/troubles.ts'
import type { State } from '../monitoring/states.ts'
import { worstInstance } from './diagnosis.ts'
import { bandsOf, instanceMetric, loadWatched, type Watched } from './machine_view.ts'
import { drawPlot, type Plot } from './plot.ts'
import { counted } from './quantities.ts'
import { drawSkyline, type Skyline } from './skyline.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const MOST_CARDS = 4
/** More than there are cards, because a machine that does not answer has one trouble for each of its plugins. */
const MOST_TROUBLES = 24
const MOST_ROWS = 10
const MOST_GOOD = 24

/** One thing that needs care: what, effect, first step. */
export interface CareCard extends Trouble {
  watched: Watched
  path: string
  plot: Plot | null
  plotLabel: string
}

/** A machine with the bar of its last 24 hours. */
export type MachineLine = MachineRow & { skyline: Skyline }

export interface Overview {
  standing: Standing
  state: State
  headline: string
  lead: string
  cards: CareCard[]
  /** Troubled machines, worst first. */
  lines: MachineLine[]
  good: MachineRow[]
}

/** @returns all that the Overview shows */
export async function loadOverview(now = new Date()): Promise<Overview> {
  const standing = await readStanding()
  const troubles = await listTroubles(MOST_TROUBLES)
  const urgent = troubles.filter((trouble) => isUrgent(trouble.state))
  const machines = await listMachines({ limit: MOST_ROWS + MOST_GOOD })
  const bad = machines.filter((machine) => !isQuiet(machine.state)).slice(0, MOST_ROWS)
  return {
    standing,
    state: machines.at(0)?.state ?? 'no_data',
    headline: headlineOf(standing),
    lead: leadOf(standing),
    cards: await loadCards(urgent.length > 0 ? urgent : troubles, now),
    lines: await withSkylines(bad, now),
    good: machines.filter((machine) => isQuiet(machine.state)).slice(0, MOST_GOOD),
  }
}

/** @returns the machines, each with the bar of its last 24 hours */
export async function withSkylines(
  machines: MachineRow[],
  now = new Date()
): Promise<MachineLine[]> {
  const ids = machines.map((machine) => machine.id)
  const runs = await findStateRuns(ids, new Date(now.getTime() - DAY_MS), now)
  return machines.map((machine) => ({ ...machine, skyline: drawSkyline(runs.get(machine.id)!) }))
}

function isUrgent(state: State): boolean {
  return state === 'critical' || state === 'major'
}

function isQuiet(state: State): boolean {
  return state === 'ok' || state === 'no_data'
}

function headlineOf({ watched, urgent, smaller, ok }: Standing): string {
  if (urgent > 0) return urgent === 1 ? '1 thing needs care' : `${urgent} things need care`
  if (smaller > 0)
    return smaller === 1 ? '1 small thing can wait' : `${smaller} small things can wait`
  if (ok > 0) return 'All is well'
  return watched === 0 ? 'Nothing is watched yet' : 'The first results are on their way'
}

function leadOf({ machines, urgent, smaller, ok, noData }: Standing): string {
  if (machines === 0) return 'As soon as a machine is watched, this page says how it is.'
  const parts = []
  if (urgent > 0 && smaller > 0) {
    parts.push(`${counted(smaller, 'smaller thing')} can wait.`)
  }
  const fine = ok > 0 ? `${counted(ok, 'machine is', 'machines are')} fine` : ''
  const fresh = noData > 0 ? `${noData} ${noData === 1 ? 'is' : 'are'} new` : ''
  const rest = [fine, fresh].filter((words) => words !== '').join(', ')
  if (rest !== '') parts.push(`${rest}.`)
  return parts.join(' ')
}

async function loadCards(troubles: Trouble[], now: Date): Promise<CareCard[]> {
  const byHost = new Map<number, Watched[]>()
  const cards: CareCard[] = []
  for (const trouble of troubles) {
    if (cards.length === MOST_CARDS) break
    const host = { id: trouble.hostId, name: trouble.hostName }
    const watched = byHost.get(host.id) ?? (await loadWatched(host))
    byHost.set(host.id, watched)
    const own = watched.find((one) => one.key === `${trouble.checkId} ${trouble.pluginId}`)
    if (!own || own.diagnosis.isUnreached) continue
    cards.push({ ...trouble, watched: own, ...(await cardGraph(trouble, own, now)) })
  }
  return cards
}

/** The last 24 hours, where they explain the state: with a limit to run into. */
async function cardGraph({ hostId }: Trouble, watched: Watched, now: Date) {
  const instance = (instanceMetric(watched) && worstInstance(watched)) ?? ''
  const path = `/machines/${hostId}?plugin=${encodeURIComponent(watched.identifier)}`
  const bands = bandsOf(watched, instance)
  const isUseful = bands.length > 0 && watched.state !== 'unknown'
  if (!isUseful) return { path, plot: null, plotLabel: '' }
  const window = { from: new Date(now.getTime() - DAY_MS), to: now }
  const { checkId, pluginId, manifest } = watched
  const metric = instance === '' ? '' : (instanceMetric(watched) ?? '')
  const line = await findGraphLine({ ...window, hostId, checkId, pluginId, instance, metric })
  const plot = drawPlot(line, bands, manifest.value_unit, window)
  return { path, plot, plotLabel: `${manifest.name} ${instance}, last 24 hours` }
}
