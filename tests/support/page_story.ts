import { readFileSync } from 'node:fs'
import db from '@adonisjs/lucid/services/db'
import type { Pool } from 'pg'
import type { Manifest } from '../../agent/protocol/manifest.ts'
import { parseAdvice } from '../../app/plugins/advice.ts'
import { severityOf } from '../../app/monitoring/states.ts'
import { ensurePartitions, RESULTS } from '../../app/monitoring/store/partitions.ts'
import { DISKS, type Line, linesOf } from './page_story_lines.ts'
import { type Machine, MACHINES, type Part, PLUGINS, SILENT } from './page_story_machines.ts'

/** A Saturday afternoon in a garden shop: one disk is almost full, one machine is silent, some small things wait. */
export interface Story {
  now: Date
  /** Ids of the machines by name. */
  hosts: Map<string, number>
}

const MINUTE_MS = 60_000
const STEP_MS = 5 * MINUTE_MS
const DAY_MS = 24 * 60 * MINUTE_MS

/** Writes the story into the database: machines, plugins, a day of results, changes, logs. */
export async function writeStory(now = new Date()): Promise<Story> {
  const pool = { query: (sql: string) => db.rawQuery(sql) } as unknown as Pool
  const days = Array.from({ length: 9 }, (_, day) => now.getTime() - (day - 1) * DAY_MS)
  await ensurePartitions(pool, RESULTS, days, new Set())
  await db.rawQuery(
    `INSERT INTO hours_to_gather SELECT generate_series(date_trunc('hour', CAST(:now AS timestamptz)) - interval '8 days',
       :now, interval '1 hour')
     ON CONFLICT DO NOTHING`,
    { now }
  )
  const plugins = new Map<string, number>()
  for (const name of PLUGINS) plugins.set(name, await writePlugin(name))
  const hosts = new Map<string, number>()
  // In the order in which it happened, as the core writes it.
  for (const machine of MACHINES.toSorted((one, other) => other.minutes - one.minutes)) {
    hosts.set(machine.name, await writeMachine(machine, plugins, now))
  }
  await writeLogs(hosts, now)
  await db.rawQuery(
    `INSERT INTO process_reports (name, reported_at) VALUES ('scheduler', now()), ('notifier', now())
     ON CONFLICT (name) DO UPDATE SET reported_at = now(), trouble = NULL`
  )
  return { now, hosts }
}

async function writePlugin(name: string): Promise<number> {
  const folder = new URL(`../../plugins-bundled/${name}/`, import.meta.url)
  const manifest: Manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'))
  const advice = parseAdvice(readFileSync(new URL('advice.md', folder), 'utf8'))
  const id = await insert('plugins', {
    ...{ identifier: name, name: manifest.name, description: manifest.description },
    is_bundled: true,
  })
  const version = await insert('plugin_versions', {
    ...{ plugin_id: id, version: manifest.version, sha256: name, archive: Buffer.from(name) },
    ...{ manifest, advice, default_classifier: 'return "ok"' },
  })
  await db.from('plugins').where({ id }).update({ current_version_id: version })
  return id
}

async function writeMachine(machine: Machine, plugins: Map<string, number>, now: Date) {
  const { name, address, os, state, minutes } = machine
  const about = os === '' ? {} : { os }
  const host = await insert('hosts', { name, address, about, is_self: name === 'prophasis' })
  const check = await insert('checks', { name: `Basics of ${name}` })
  await db.table('check_hosts').insert({ check_id: check, host_id: host })
  const since = new Date(now.getTime() - minutes * MINUTE_MS)
  for (const plugin of machine.plugins ?? PLUGINS) {
    const key = { host_id: host, check_id: check, plugin_id: plugins.get(plugin)! }
    await db.table('check_plugins').insert({ check_id: check, plugin_id: key.plugin_id })
    if (state !== 'no_data') await writeWatched(machine, plugin, key, now)
  }
  if (state === 'no_data') return host
  await db.table('host_health').insert({ host_id: host, state: severityOf(state), since })
  if (minutes < 1440) {
    const plugin = plugins.get(Object.keys(machine.troubles ?? {})[0])
    await db.table('transitions').insert({
      ...{ kind: 'host', host_id: host, check_id: check, plugin_id: plugin, at: since },
      ...{ from_state: severityOf('ok'), to_state: severityOf(state) },
    })
  }
  return host
}

interface Key {
  host_id: number
  check_id: number
  plugin_id: number
}

async function writeWatched(machine: Machine, plugin: string, key: Key, now: Date) {
  const trouble = machine.troubles?.[plugin]
  const whole = trouble ?? { state: 'ok' as const, minutes: machine.minutes, reason: '' }
  await writeState(key, { ...whole, instance: '' }, now)
  const disks = plugin === 'disk_space' ? Object.keys(DISKS) : []
  for (const instance of disks) {
    const isBad = trouble?.instance === instance
    await writeState(key, isBad ? { ...whole, instance } : { ...FINE, instance }, now)
  }
  const isShort = machine.name !== 'shop-server'
  for (const line of linesOf(machine, plugin)) await writeLine(key, line, now, isShort)
}

const FINE = { state: 'ok' as const, minutes: 9000, reason: '' }

async function writeState(key: Key, { instance, state, minutes, reason }: Part, now: Date) {
  const since = new Date(now.getTime() - minutes * MINUTE_MS)
  const row = { ...key, instance, state: severityOf(state), since, reason, changed_at: since }
  await db.table('current_states').insert(row)
}

async function writeLine(key: Key, line: Line, now: Date, isShort: boolean) {
  const { instance = '', metric = '' } = line
  const series = await insert('series', { ...key, instance, metric })
  const days = isShort ? 1 : 7
  const start = Math.floor(now.getTime() / STEP_MS) * STEP_MS
  const points = []
  for (let at = start - days * DAY_MS; at <= start; at += STEP_MS) {
    const hours = (start - at) / (60 * MINUTE_MS)
    if (hours > 8 && hours < 9) continue
    points.push({ slot: new Date(at), value: line.at(hours) })
  }
  await db.rawQuery(
    `INSERT INTO results (series_id, slot, value, state, result_type)
     SELECT :series, slot, value, 1, 0
     FROM jsonb_to_recordset(CAST(:points AS jsonb)) AS point (slot timestamptz, value double precision)`,
    { series, points: JSON.stringify(points) }
  )
}

async function writeLogs(hosts: Map<string, number>, now: Date) {
  const entry = (
    minutes: number,
    category: string,
    level: string,
    message: string,
    host?: string
  ) => ({
    at: new Date(now.getTime() - minutes * MINUTE_MS),
    ...{ category, level, message, host_id: host ? hosts.get(host) : null },
  })
  await db
    .table('system_logs')
    .multiInsert([
      entry(900, 'appliance', 'info', 'Prophasis has started.'),
      entry(
        348,
        'classification',
        'warning',
        'The rule of Updates said: the list cannot be read.',
        'backup-pi'
      ),
      entry(
        42,
        'alerting',
        'info',
        'anna@larkfield.example was told that the disk of shop-server is full.',
        'shop-server'
      ),
      entry(21, 'agent', 'error', `web2 did not answer. ${SILENT}`, 'web2'),
    ])
}

async function insert(table: string, row: Record<string, unknown>): Promise<number> {
  const [made] = await db.table(table).insert(row).returning('id')
  return made.id ?? made
}
