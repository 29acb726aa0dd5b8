import { createHash } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { Pool } from 'pg'
import type { Manifest } from '../../agent/protocol/manifest.ts'
import { RESULT_TYPES, type ResultType } from '../../agent/protocol/result.ts'
import Check from '../../app/models/check.ts'
import Classifier from '../../app/models/classifier.ts'
import Host from '../../app/models/host.ts'
import Plugin from '../../app/models/plugin.ts'
import PluginVersion from '../../app/models/plugin_version.ts'
import { severityOf, type State } from '../../app/monitoring/states.ts'
import { ensurePartitions, RESULTS } from '../../app/monitoring/store/partitions.ts'
import type { Advice } from '../../app/plugins/advice.ts'

/** A manifest like that of a plugin for disks. */
export function manifestOf(changes: Partial<Manifest> = {}): Manifest {
  return {
    id: 'disks',
    name: 'Disks',
    description: 'How full the disks are.',
    version: 1,
    default_n_historical: 5,
    default_classifier: 'classifier.lua',
    view: 'percent_graph',
    runtime: 'node',
    runs_on: 'agent',
    value_label: 'used',
    value_unit: '%',
    arguments: [],
    metrics: [
      { name: 'free_bytes', label: 'Left', unit: 'bytes', per_instance: true },
      { name: 'used_percent', label: 'Used', unit: '%', per_instance: true },
    ],
    limits: [
      { name: 'major_percent', label: 'Major', unit: '%', default: 90, minimum: 1, maximum: 100 },
      { name: 'is_strict', label: 'Strict', unit: '', default: false },
    ],
    timeout_seconds: 10,
    platforms: [],
    needs: {},
    ...changes,
  }
}

export const ADVICE: Advice = {
  major: {
    title: 'disk almost full',
    what: '{{ instance }} of {{ host.name }}: {{ value | percent }} used, {{ metrics.free_bytes | bytes }} left.',
    why: 'More than {{ limits.major_percent }} % is used.',
    firstStep: 'Delete what is not needed.',
    whenToCall: 'When nothing can be deleted.',
  },
}

export const RULE = 'return "ok"'

export function createHost(
  name: string,
  changes: Partial<Host['$attributes']> = {}
): Promise<Host> {
  return Host.create({ name, address: `${name}.test`, ...changes })
}

/** A plugin with one package and its rule. */
export async function createPlugin(manifest: Manifest = manifestOf()): Promise<Plugin> {
  const { id: identifier, name, description } = manifest
  const plugin = await Plugin.create({ identifier, name, description })
  const version = await PluginVersion.create({
    pluginId: plugin.id,
    version: String(manifest.version),
    sha256: identifier,
    archive: Buffer.from('archive'),
    manifest,
    advice: ADVICE,
    defaultClassifier: RULE,
  })
  await plugin.merge({ currentVersionId: version.id }).save()
  const nHistorical = manifest.default_n_historical
  await Classifier.create({ pluginId: plugin.id, checkId: null, code: RULE, nHistorical })
  return plugin
}

/** A check that runs the plugins on the hosts. */
export async function createCheck(name: string, hosts: Host[], plugins: Plugin[]): Promise<Check> {
  const check = await Check.create({ name })
  for (const { id } of hosts)
    await db.table('check_hosts').insert({ check_id: check.id, host_id: id })
  for (const { id } of plugins)
    await db.table('check_plugins').insert({ check_id: check.id, plugin_id: id })
  return check
}

interface Place {
  host: Host
  check: Check
  plugin: Plugin
  instance?: string
}

/** How something stands now. */
export async function setState(place: Place, state: State, since: Date, reason = '') {
  await db.table('current_states').insert({
    ...keyOf(place),
    instance: place.instance ?? '',
    state: severityOf(state),
    since,
    reason,
    changed_at: since,
  })
}

interface ResultFacts {
  slot: Date
  value: number | null
  metric?: string
  state?: State
  message?: string
  type?: ResultType
}

/** One stored number, with its series, message and partition. */
export async function createResult(place: Place, facts: ResultFacts) {
  // In the connection of the test, which is rolled back.
  const pool = { query: (sql: string) => db.rawQuery(sql) } as unknown as Pool
  await ensurePartitions(pool, RESULTS, [facts.slot.getTime()], new Set())
  await db.rawQuery(
    `INSERT INTO hours_to_gather VALUES (date_trunc('hour', ?::timestamptz, 'UTC')) ON CONFLICT DO NOTHING`,
    [facts.slot]
  )
  await db.table('results').insert({
    series_id: await seriesOf(place, facts.metric ?? ''),
    slot: facts.slot,
    value: facts.value,
    message_id: facts.message ? await messageOf(facts.message) : null,
    state: severityOf(facts.state ?? 'ok'),
    result_type: RESULT_TYPES.indexOf(facts.type ?? 'plugin'),
  })
}

async function seriesOf(place: Place, metric: string): Promise<number> {
  const key = { ...keyOf(place), instance: place.instance ?? '', metric }
  const existing = await db.from('series').where(key).select('id').first()
  if (existing) return existing.id
  const [row] = await db.table('series').insert(key).returning('id')
  return row.id ?? row
}

async function messageOf(text: string): Promise<number> {
  const digest = createHash('sha256').update(text).digest()
  const { rows } = await db.rawQuery(
    `INSERT INTO messages (text, digest) VALUES (?, ?)
     ON CONFLICT (digest) DO UPDATE SET text = excluded.text RETURNING id`,
    [text, digest]
  )
  return rows[0].id
}

function keyOf({ host, check, plugin }: Place) {
  return { host_id: host.id, check_id: check.id, plugin_id: plugin.id }
}
