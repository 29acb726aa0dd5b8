import { STATE_WORDS, type State } from '../monitoring/states.ts'
import type { Watched } from './machine_view.ts'
import { bandsOf } from './machine_view.ts'
import { quantity } from './quantities.ts'

/** One line per disk, array or the like: how full, with its limits as ticks. */
export interface InstanceMeter {
  instance: string
  state: State
  stateWord: string
  /** 0 to 100 */
  percent: number
  value: string
  ticks: number[]
  detail: string
}

/** @returns the instances of a result whose value is a percentage, worst and fullest first */
export function metersOf(watched: Watched, metric: string): InstanceMeter[] {
  const found = watched.latest?.instances ?? {}
  return Object.keys(found)
    .map((instance) => meterOf(watched, metric, instance, found[instance]))
    .toSorted((one, other) => rank(watched, one) - rank(watched, other))
}

function meterOf(
  watched: Watched,
  metric: string,
  instance: string,
  metrics: Record<string, number | null>
): InstanceMeter {
  const state = watched.instances.find((part) => part.instance === instance)?.state ?? 'no_data'
  const value = metrics[metric] ?? null
  return {
    instance,
    state,
    stateWord: STATE_WORDS[state],
    percent: Math.min(100, Math.max(0, value ?? 0)),
    value: quantity(value === null ? null : Math.round(value), watched.manifest.value_unit),
    ticks: bandsOf(watched, instance).map((band) => band.from),
    detail: leftOf(metrics),
  }
}

/** Plugins that know how much there is and how much is left say so by these names. */
function leftOf({
  available_bytes: left,
  size_bytes: size,
}: Record<string, number | null>): string {
  if (typeof left !== 'number' || typeof size !== 'number') return ''
  return `${quantity(left, 'bytes')} of ${quantity(size, 'bytes')} left`
}

function rank(watched: Watched, meter: InstanceMeter): number {
  const place = watched.instances.findIndex((part) => part.instance === meter.instance)
  const state = watched.instances[place]?.state
  const first = watched.instances.findIndex((part) => part.state === state)
  return (first < 0 ? 1000 : first) * 1000 - meter.percent
}
