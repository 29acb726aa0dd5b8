import { STATE_WORDS, STATES, type State } from '../monitoring/states.ts'
import { duration } from '../plugins/format.ts'
import type { StateRun } from '../queries/state_runs.ts'
import { stateClass } from './signs.ts'

const WIDTH = 480
const HEIGHT = 28
/** Severity is height, so that the bar reads without its colours. */
const HEIGHTS: Record<State, number> = {
  no_data: 0,
  ok: 5,
  unknown: 10,
  degraded: 13,
  minor: 17,
  major: 22,
  critical: 28,
}

/** A bar over time as the template draws it: one rectangle a run, a dashed line where nothing is known. */
export interface Skyline {
  label: string
  runs: { css: string; isLine: boolean; x: number; width: number; y: number; height: number }[]
  /** Time in each state, worst first. */
  times: { state: State; seconds: number; words: string }[]
}

/** @param runs runs that fill a window, oldest first */
export function drawSkyline(runs: StateRun[], window = 'Last 24 hours'): Skyline {
  const times = timesOf(runs)
  const words = times.map(({ state, words: time }) => `${STATE_WORDS[state]} ${time}`)
  return { label: `${window}: ${words.join(', ')}`, runs: runs.map(place(runs)), times }
}

function place(runs: StateRun[]) {
  const start = runs[0].from.getTime()
  const scale = WIDTH / (runs[runs.length - 1].to.getTime() - start)
  return (run: StateRun, index: number) => {
    const x = (run.from.getTime() - start) * scale
    const full = (run.to.getTime() - run.from.getTime()) * scale
    const gap = index === runs.length - 1 || full < 4 ? 0 : 1.5
    return {
      css: stateClass(run.state),
      isLine: run.state === 'no_data',
      x: round(x),
      width: round(Math.max(full - gap, 1.5)),
      y: HEIGHT - HEIGHTS[run.state],
      height: HEIGHTS[run.state],
    }
  }
}

function timesOf(runs: StateRun[]): Skyline['times'] {
  const seconds = new Map<State, number>()
  for (const run of runs) {
    const length = (run.to.getTime() - run.from.getTime()) / 1000
    seconds.set(run.state, (seconds.get(run.state) ?? 0) + length)
  }
  return STATES.toReversed()
    .filter((state) => seconds.has(state))
    .map((state) => ({
      state,
      seconds: seconds.get(state)!,
      words: duration(seconds.get(state)!),
    }))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
