import type { Pool } from 'pg'
import type { PluginAnswer } from '../../agent/protocol/result.ts'
import type { NotificationContent } from '../../app/monitoring/alert/modules/module.ts'
import type { Addressing } from '../../app/monitoring/alert/addressing.ts'
import type { Verdict } from '../../app/monitoring/classify/classification.ts'
import type {
  AlertEntry,
  Assignment,
  Configuration,
} from '../../app/monitoring/configuration/configuration.ts'
import { createHealthGraph } from '../../app/monitoring/health/health_graph.ts'
import { emptyMemory, type Memory } from '../../app/monitoring/health/memory.ts'
import { severityOf, type State } from '../../app/monitoring/states.ts'
import { acquireLease } from '../../app/monitoring/store/lease.ts'
import { recall } from '../../app/monitoring/store/recall.ts'
import { emptyCaches, storeBatch, type Batch } from '../../app/monitoring/store/store_batch.ts'
import { alertEntry, assignment, judged, manifest, outcome } from './assignments.ts'

export const MINUTE = 60_000

/** From well or not so well to bad. */
export const TROUBLE = {
  from: new Set(['no_data', 'ok', 'minor', 'major'] as const),
  to: new Set(['major', 'critical'] as const),
}

/** A message in the outbox. */
export interface Told {
  alert_id: number
  kind: string
  incident_id: number | null
  encrypted_options: string
  message_id: string
  thread_id: string
  content: NotificationContent
}

let count = 0

/** Machines, plugins and checks in a real database, and a core that stores what they answered. */
export class WatchedHosts {
  readonly caches = emptyCaches()
  memory = emptyMemory()
  services: Configuration['services'] = new Map()
  hostsOfGroups: Configuration['hostsOfGroups'] = new Map()
  alerts: AlertEntry[] = []
  addressing: Addressing = {
    recipientsOf: ({ name }) => [`${name}@example.test`],
    optionsFor: (_, recipients) => JSON.stringify({ to: recipients }),
  }

  private constructor(
    readonly pool: Pool,
    readonly epoch: number
  ) {}

  static async on(pool: Pool): Promise<WatchedHosts> {
    return new WatchedHosts(pool, (await acquireLease(pool, 'test'))!)
  }

  /** A new plugin on a host, in a check of its own. */
  async watch(identifier = `plugin-${++count}`, hostId?: number): Promise<Assignment> {
    const host = hostId ?? (await this.#insert('hosts (name, address)', `host-${++count}`, '::1'))
    const check = await this.#insert('checks (name)', `check-${++count}`)
    const plugin = await this.#plugin(identifier)
    await this.pool.query('INSERT INTO check_hosts VALUES ($1, $2)', [check, host])
    await this.pool.query('INSERT INTO check_plugins VALUES ($1, $2)', [check, plugin])
    return assignment({ host, check, plugin, identifier })
  }

  /** An alert as it is stored and as the core has it in memory. */
  async alert(changes: Partial<AlertEntry> = {}): Promise<AlertEntry> {
    const name = `alert-${++count}`
    const { from, to } = alertEntry(changes)
    const states = [from, to].map((set) => [...set].map(severityOf))
    const { rows } = await this.pool.query(
      `INSERT INTO alerts (name, module, encrypted_options, from_states, to_states, applies_to)
       VALUES ($1, 'email', '{}', $2, $3, 'all_hosts') RETURNING id`,
      [name, ...states]
    )
    const entry = alertEntry({ name, id: rows[0].id, ...changes })
    this.alerts.push(entry)
    return entry
  }

  /** One result of one assignment, judged and stored. */
  async result(
    of: Assignment,
    slot: number,
    said: State | Verdict = 'ok',
    changes: Partial<PluginAnswer> = {}
  ) {
    await this.store({ results: [judged(outcome(of, slot, changes), said)] })
  }

  async store({ results = [], misses = [], away }: Partial<Batch>, epoch = this.epoch) {
    const assignments = results.map((each) => each.outcome.assignment)
    await recall(this.pool, this.memory, assignments, 0)
    const { services, hostsOfGroups, alerts, addressing } = this
    const graph = createHealthGraph({ services, hostsOfGroups })
    const rules = { graph, services, alerts, addressing }
    await storeBatch(this.pool, epoch, { results, misses, away }, this.memory, this.caches, rules)
  }

  /** What a core that starts now would remember. */
  async remembered(assignments: Assignment[]): Promise<Memory> {
    const memory = emptyMemory()
    await recall(this.pool, memory, assignments, 0)
    return memory
  }

  /** The messages about a host, in order. */
  toldOf(hostId: number): Promise<Told[]> {
    const sql = `SELECT * FROM notifications WHERE (content->'host'->>'id')::int = $1 ORDER BY id`
    return this.rows<Told>(sql, hostId)
  }

  async rows<Row = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.pool.query(sql, values)).rows as Row[]
  }

  async #plugin(identifier: string): Promise<number> {
    const [known] = await this.rows<{ id: number }>(
      'SELECT id FROM plugins WHERE identifier = $1',
      identifier
    )
    if (known) return known.id
    const columns = 'plugins (identifier, name, description)'
    const plugin = await this.#insert(columns, identifier, identifier, '')
    const version = await this.#insert(
      'plugin_versions (plugin_id, version, sha256, archive, manifest, default_classifier)',
      ...[plugin, 1, identifier, '', JSON.stringify(manifest(identifier)), 'return "ok"']
    )
    await this.pool.query('UPDATE plugins SET current_version_id = $2 WHERE id = $1', [
      ...[plugin, version],
    ])
    const rule = 'INSERT INTO classifiers (plugin_id, code, n_historical) VALUES ($1, $2, 3)'
    await this.pool.query(rule, [plugin, 'return "ok"'])
    return plugin
  }

  async #insert(columns: string, ...values: unknown[]): Promise<number> {
    const places = values.map((_, index) => `$${index + 1}`).join(', ')
    const sql = `INSERT INTO ${columns} VALUES (${places}) RETURNING id`
    return (await this.rows<{ id: number }>(sql, ...values))[0].id
  }
}
