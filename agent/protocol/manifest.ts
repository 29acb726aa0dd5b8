export const VIEWS = [
  'value_graph',
  'percent_graph',
  'count_table',
  'message_list',
  'state_timeline',
  'custom',
] as const

export type View = (typeof VIEWS)[number]

/** A limit the rule reads as `limits.NAME` and the user may change. */
export interface LimitDeclaration {
  name: string
  label: string
  unit: string
  default: number | string | boolean
  minimum?: number
  maximum?: number
}

/** An argument given per check. `pattern` is anchored at both ends when it is tested. */
export interface ArgumentDeclaration {
  name: string
  type: 'string' | 'number' | 'boolean'
  pattern?: string
  minimum?: number
  maximum?: number
  default?: string | number | boolean
  help: string
}

export interface MetricDeclaration {
  name: string
  label: string
  unit: string
  per_instance?: boolean
}

/** `manifest.json` of a plugin package, after `parseManifest` has filled in the defaults. */
export interface Manifest {
  id: string
  name: string
  description: string
  version: number
  default_n_historical: number
  default_classifier: string
  view: View
  view_source?: string
  runtime: 'node' | 'python' | 'exec'
  runs_on: 'agent' | 'server'
  /** What the main value is, for graphs and sentences: "used", "%". */
  value_label: string
  value_unit: string
  arguments: ArgumentDeclaration[]
  metrics: MetricDeclaration[]
  limits: LimitDeclaration[]
  timeout_seconds: number
  platforms: string[]
  needs: Record<string, unknown>
  detect?: Record<string, unknown>
  advice?: string
}
