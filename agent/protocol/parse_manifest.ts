import { VIEWS, type Manifest, type View } from './manifest.ts'
import {
  fieldsOf,
  filePath,
  list,
  number,
  oneOf,
  refusal,
  text,
  textList,
  words,
  type Fields,
} from './manifest_fields.ts'
import { argumentOf, limitOf, metricOf, refuseTwins } from './manifest_declarations.ts'
import { isPluginId } from './plugin_id.ts'
import { DEFAULT_TIMEOUT_SECONDS } from './run.ts'

/** How the packages of 2016 spell the views. */
const OLD_VIEWS: Record<string, View> = {
  valuegraph: 'value_graph',
  percentgraph: 'percent_graph',
  counttable: 'count_table',
}
const LONGEST_TIMEOUT_SECONDS = 600
const MOST_HISTORICAL = 10_000

/**
 * The manifest in `json` (what `JSON.parse` made of `manifest.json`), with defaults filled in.
 * Keys it does not know are ignored. Throws a `PackageError` that names the key and what was expected.
 */
export function parseManifest(json: unknown): Manifest {
  const fields = fieldsOf(json, '')
  const view = viewOf(fields)
  return {
    id: idOf(fields),
    name: words(fields, 'name'),
    description: text(fields, 'description'),
    version: positive(fields, 'version'),
    default_n_historical: historical(fields),
    default_classifier: filePath(fields, 'default_classifier'),
    view,
    ...(view === 'custom' ? { view_source: filePath(fields, 'view_source') } : {}),
    runtime: oneOf(fields, 'runtime', ['node', 'python', 'exec'], 'node'),
    runs_on: oneOf(fields, 'runs_on', ['agent', 'server'], 'agent'),
    value_label: text(fields, 'value_label', ''),
    value_unit: text(fields, 'value_unit', view === 'percent_graph' ? '%' : ''),
    ...declarationsOf(fields),
    timeout_seconds: timeoutOf(fields),
    platforms: textList(fields, 'platforms'),
    ...recordsOf(fields),
    ...(fields.values.advice === undefined ? {} : { advice: filePath(fields, 'advice') }),
  }
}

function idOf(fields: Fields): string {
  const { id } = fields.values
  if (!isPluginId(id)) {
    throw refusal(fields, 'id', 'letters, digits, "_", "." and "-", like com.example.memory')
  }
  return id
}

function positive(fields: Fields, key: string): number {
  const value = number(fields, key)
  if (value <= 0) throw refusal(fields, key, 'a number above 0')
  return value
}

function historical(fields: Fields): number {
  const value = positive(fields, 'default_n_historical')
  if (!Number.isInteger(value) || value > MOST_HISTORICAL) {
    throw refusal(fields, 'default_n_historical', `a whole number from 1 to ${MOST_HISTORICAL}`)
  }
  return value
}

function viewOf(fields: Fields): View {
  const { view } = fields.values
  const old = typeof view === 'string' && Object.hasOwn(OLD_VIEWS, view) && OLD_VIEWS[view]
  return old || oneOf(fields, 'view', VIEWS)
}

function timeoutOf(fields: Fields): number {
  const value = number(fields, 'timeout_seconds', DEFAULT_TIMEOUT_SECONDS)
  if (value <= 0 || value > LONGEST_TIMEOUT_SECONDS) {
    const expected = `a number of seconds above 0 and up to ${LONGEST_TIMEOUT_SECONDS}`
    throw refusal(fields, 'timeout_seconds', expected)
  }
  return value
}

function declarationsOf(fields: Fields): Pick<Manifest, 'arguments' | 'metrics' | 'limits'> {
  const declarations = {
    arguments: list(fields, 'arguments', argumentOf),
    metrics: list(fields, 'metrics', metricOf),
    limits: list(fields, 'limits', limitOf),
  }
  for (const [key, entries] of Object.entries(declarations)) refuseTwins(key, entries)
  return declarations
}

function recordsOf(fields: Fields): Pick<Manifest, 'needs' | 'detect'> {
  const record = (key: string) => fieldsOf(fields.values[key], `${key}.`).values
  return {
    needs: fields.values.needs === undefined ? {} : record('needs'),
    ...(fields.values.detect === undefined ? {} : { detect: record('detect') }),
  }
}
