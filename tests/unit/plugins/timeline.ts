import { readFile } from 'node:fs/promises'
import type {
  HistoryPoint,
  Setting,
  Verdict,
} from '../../../app/monitoring/classify/classification.ts'
import { judge } from '../../../app/monitoring/classify/engine/judge.ts'
import type { State } from '../../../app/monitoring/states.ts'
import type { Manifest } from '../../../agent/protocol/manifest.ts'
import { parseManifest } from '../../../agent/protocol/parse_manifest.ts'
import { SHELF } from './plugin_folder.ts'

/** One result of a timeline; what is left out is a plain answer without metrics. */
export type Step = Partial<Omit<HistoryPoint, 'at'>>

export interface Timeline {
  /** Seconds between two results. */
  interval: number
  limits?: Record<string, Setting>
  instanceLimits?: Record<string, Record<string, Setting>>
}

const START = 1_700_000_000

/**
 * Judges the results of a plugin one after another with its own rule, limits and number of past values, as the core
 * does: each verdict is the previous state of the next.
 * @returns one verdict per step
 */
export async function judgeTimeline(
  id: string,
  steps: Step[],
  timeline: Timeline
): Promise<Verdict[]> {
  const { code, manifest } = await ruleOf(id)
  const points = steps.map((step, index) => pointOf(step, START + index * timeline.interval))
  const verdicts: Verdict[] = []
  for (const end of points.keys()) {
    const kept = points.slice(Math.max(0, end + 1 - manifest.default_n_historical), end + 1)
    verdicts.push(judgeNext(code, manifest, kept, timeline, verdicts.at(-1)))
  }
  return verdicts
}

/** @returns the verdict on the last result only, as if nothing had been judged before */
export async function judgeLast(id: string, steps: Step[], timeline: Timeline): Promise<Verdict> {
  const { code, manifest } = await ruleOf(id)
  const points = steps.map((step, index) => pointOf(step, START + index * timeline.interval))
  return judgeNext(
    code,
    manifest,
    points.slice(-manifest.default_n_historical),
    timeline,
    undefined
  )
}

/** @returns the states of a timeline without repetitions, "ok minor ok" */
export async function statesOf(id: string, steps: Step[], timeline: Timeline): Promise<string> {
  const states = (await judgeTimeline(id, steps, timeline)).map(({ state }) => state)
  return states.filter((state, index) => state !== states[index - 1]).join(' ')
}

/** @returns the same step a number of times */
export function times(count: number, step: Step): Step[] {
  return Array.from({ length: count }, () => step)
}

/** A result the agent could not be asked for, or that the plugin failed to give. */
export function failure(type: HistoryPoint['type'], message = ''): Step {
  return { type, message, value: null }
}

async function ruleOf(id: string): Promise<{ code: string; manifest: Manifest }> {
  const read = (file: string) => readFile(new URL(`${id}/${file}`, SHELF), 'utf8')
  return {
    code: await read('classifier.lua'),
    manifest: parseManifest(JSON.parse(await read('manifest.json'))),
  }
}

function pointOf(step: Step, at: number): HistoryPoint {
  return { at, value: null, message: '', type: 'plugin', metrics: [], ...step }
}

function judgeNext(
  code: string,
  manifest: Manifest,
  points: HistoryPoint[],
  { limits = {}, instanceLimits = {} }: Timeline,
  previous: Verdict | undefined
): Verdict {
  const defaults = manifest.limits.map((limit) => [limit.name, limit.default] as const)
  const states = Object.entries(previous?.instances ?? {}).map(
    ([name, { state }]) => [name, state] as const
  )
  const previousStates: Record<string, State> = Object.fromEntries(states)
  const setup = {
    rule: { key: `${manifest.id} ${code.length}`, code },
    plugin: manifest.id,
    limits: { ...Object.fromEntries(defaults), ...limits },
    ...{ instanceLimits, arguments: {} },
    host: { id: 1, name: 'nas', address: '192.0.2.1' },
    check: { id: 1, name: 'Basics' },
  }
  const verdict = judge({
    setup,
    points,
    now: points[points.length - 1].at,
    previousState: previous?.state ?? 'no_data',
    previousStates,
    others: {},
  })
  if (verdict.fault) throw new Error(verdict.fault.message)
  return verdict
}
