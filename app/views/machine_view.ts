import { type LatestResult, findLatestResults } from '../queries/latest_values.ts'
import { findLimits, type Limits } from '../queries/find_limits.ts'
import { listPluginStates, type PluginState } from '../queries/machine_states.ts'
import { diagnose, type Diagnosis, worstInstance } from './diagnosis.ts'
import { quantity } from './quantities.ts'
import { type Band, thresholdBands } from './threshold_bands.ts'

/** Everything a page says about one plugin of one check on a machine. */
export interface Watched extends PluginState {
  key: string
  latest: LatestResult | undefined
  diagnosis: Diagnosis
  limits: Limits
  limitsOf(instance: string): Limits
  /** "98.2 %"; "–" without a number. */
  now: string
}

/** @returns what is watched on a machine, worst first */
export async function loadWatched(host: { id: number; name: string }): Promise<Watched[]> {
  const states = await listPluginStates(host.id)
  const latest = await findLatestResults(host.id)
  const limitsFor = await findLimits(host.id)
  return states.map((state) => {
    const key = `${state.checkId} ${state.pluginId}`
    const scope = { ...state, hostId: host.id, declared: state.manifest.limits }
    const limits = limitsFor(scope, worstInstance(state))
    return {
      ...state,
      key,
      limits,
      latest: latest.get(key),
      diagnosis: diagnose(host.name, state, latest.get(key), limits),
      limitsOf: (instance: string) => limitsFor(scope, instance),
      now: quantity(latest.get(key)?.value, state.manifest.value_unit),
    }
  })
}

/** @returns the metric that is, for each instance, what the main value is for the whole; undefined for none */
export function instanceMetric({ manifest }: PluginState): string | undefined {
  const found = manifest.metrics.find(
    (metric) => metric.per_instance && metric.unit === manifest.value_unit && metric.unit !== ''
  )
  return found?.name
}

/** @returns the bands behind the line of one instance, or of the whole */
export function bandsOf(watched: Watched, instance = ''): Band[] {
  const limits = watched.limitsOf(instance)
  return thresholdBands(watched.manifest, limits, watched.latest?.metrics ?? {})
}
