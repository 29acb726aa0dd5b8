import { setTimeout as pause } from 'node:timers/promises'
import { severityOf } from '../../app/monitoring/states.ts'
import { Api } from '../api.ts'
import type { Bench } from '../bench.ts'
import { nameOf } from '../fleet.ts'
import { lostOf, measure } from '../measure.ts'
import type { Report } from '../report.ts'
import type { Stage } from '../stage.ts'

/** A check that is due every second on a group of so many hosts, twice as many after the change. */
const MEMBERS = 20
/** A change is looked for in the results of so many seconds after it. */
const WATCHED_MS = 5000

/**
 * Changes a group, a limit and a schedule through the API while all hosts run: how long results go on as before, at the
 * worst.
 */
export async function changesInForce(stage: Stage, report: Report) {
  const { hosts, plugins, intervalSeconds } = stage.options
  const fleet = { hosts, plugins, isBatch: false }
  const bench = await stage.set(fleet)
  const changing = await Changing.on(bench)
  await pause(WATCHED_MS)
  const whole = measure(bench, (4 * WATCHED_MS) / 1000)
  const took = {
    'a host group': await changing.group(),
    'a limit': await changing.limit(),
    'a schedule': await changing.schedule(),
  }
  const measured = await whole
  for (const [what, ms] of Object.entries(took)) report.note(`${what}: in force after ${ms} ms`)
  report.figure('change_in_force_ms', Math.max(...Object.values(took)), fleet, intervalSeconds)
  report.lose(lostOf(measured), 'change_in_force_ms')
  report.lose(await changing.lost(), 'change_in_force_ms in the changed check')
  await stage.clear()
}

/** The check that is changed. */
class Changing {
  private constructor(
    readonly bench: Bench,
    readonly api: Api,
    readonly ids: { group: number; check: number; schedule: number; plugin: number },
    readonly hosts: number[]
  ) {}

  static async on(bench: Bench): Promise<Changing> {
    const api = await Api.of(bench.product)
    const names = Array.from({ length: 2 * MEMBERS }, (_, host) => nameOf(host))
    const { rows } = await bench.pool.query<{ id: number }>(
      'SELECT id FROM hosts WHERE name = ANY($1) ORDER BY name',
      [names]
    )
    const hosts = rows.map(({ id }) => id)
    const found = await bench.pool.query<{ id: number }>(
      `SELECT id FROM plugins WHERE identifier = 'memory'`
    )
    const plugin = found.rows[0].id
    const own = hosts.slice(0, MEMBERS)
    const group = await api.make('host-groups', { name: 'Changing', hosts: own, host_groups: [] })
    const check = await api.make('checks', {
      ...{ name: 'Changing', hosts: [], host_groups: [group], plugins: [{ id: plugin }] },
    })
    const schedule = await api.make('schedules', { name: 'Changing', checks: [check], ...every(1) })
    return new Changing(bench, api, { group, check, schedule, plugin }, hosts)
  }

  /** @returns milliseconds until the first result of those who came; 0 when the slot before is made up for at once */
  async group(): Promise<number> {
    const changedAt = Date.now()
    await this.api.send('PATCH', `host-groups/${this.ids.group}`, { hosts: this.hosts })
    await pause(WATCHED_MS)
    const [{ ms, hosts }] = await this.results<{ ms: number; hosts: number }>(
      `SELECT count(*)::int AS hosts, extract(epoch FROM max(first) - $2::timestamptz) * 1000 AS ms
       FROM (SELECT min(slot) AS first FROM results JOIN series ON series_id = series.id
             WHERE check_id = $1 AND metric = '' AND host_id = ANY($3) GROUP BY host_id) AS of_host`,
      new Date(changedAt),
      this.hosts.slice(MEMBERS)
    )
    if (hosts < MEMBERS) return WATCHED_MS
    return Math.max(0, Math.round(ms))
  }

  /** @returns milliseconds until the last result that is judged by the old limit */
  async limit(): Promise<number> {
    const changedAt = Date.now()
    await this.api.send('PUT', `plugins/${this.ids.plugin}/limits`, {
      check: this.ids.check,
      limits: { minor_percent: 1, times: 1 },
    })
    await pause(WATCHED_MS)
    return this.#lastAfter(changedAt, `state = ${severityOf('ok')}`)
  }

  /** @returns milliseconds until the last result at a moment that is none of the new ones */
  async schedule(): Promise<number> {
    const changedAt = Date.now()
    await this.api.send('PATCH', `schedules/${this.ids.schedule}`, every(2))
    await pause(WATCHED_MS)
    return this.#lastAfter(changedAt, 'extract(second FROM slot)::int % 2 = 1')
  }

  /** @returns how many slots of those who were in the group all along have neither result nor miss */
  async lost(): Promise<number> {
    const [{ missing }] = await this.results<{ missing: number }>(
      `WITH ran AS (SELECT host_id, slot, lag(slot) OVER (PARTITION BY host_id ORDER BY slot) AS before
         FROM results JOIN series ON series_id = series.id
         WHERE check_id = $1 AND metric = '' AND host_id = ANY($2))
       SELECT (coalesce(sum(greatest(0, round(extract(epoch FROM slot - before)) - 2)), 0)
         - (SELECT coalesce(sum(slot_count), 0) FROM misses WHERE check_id = $1))::int AS missing FROM ran`,
      this.hosts.slice(0, MEMBERS)
    )
    return missing
  }

  async #lastAfter(changedAt: number, condition: string): Promise<number> {
    const [{ ms }] = await this.results<{ ms: number | null }>(
      `SELECT extract(epoch FROM max(slot) - $2::timestamptz) * 1000 AS ms
       FROM results JOIN series ON series_id = series.id
       WHERE check_id = $1 AND metric = '' AND slot > $2 AND ${condition}`,
      new Date(changedAt)
    )
    return Math.round(ms ?? 0)
  }

  async results<Row>(sql: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.bench.pool.query(sql, [this.ids.check, ...values])).rows as Row[]
  }
}

function every(seconds: number) {
  const lastMinute = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 60_000)
  const interval = { start_at: lastMinute.toISOString(), every: { value: seconds, unit: 'second' } }
  return { intervals: [interval] }
}
