import { listMachines, type MachineRow } from '../queries/list_machines.ts'
import { findStateRuns } from '../queries/state_runs.ts'
import { listTroubles, readStanding, type Standing } from '../queries/troubles.ts'
import type { State } from '../monitoring/states.ts'
import { type CareCard, loadCareCards } from './care_cards.ts'
import { counted } from './quantities.ts'
import { drawSkyline, type Skyline } from './skyline.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** More than there are cards, because a machine that does not answer has one trouble for each of its plugins. */
const MOST_TROUBLES = 24
const MOST_ROWS = 10
const MOST_GOOD = 24

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
    cards: await loadCareCards(urgent.length > 0 ? urgent : troubles, now),
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
