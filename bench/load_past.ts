import type { Pool } from 'pg'
import { ensureMessages } from '../app/monitoring/store/messages.ts'
import { ensurePartitions, RESULTS as RESULTS_BY_WEEK } from '../app/monitoring/store/partitions.ts'
import { readAnswers, type RecordedAnswer } from './answers.ts'
import { nameOf, pluginsOf, type Fleet } from './fleet.ts'

/** Results that lie behind the benchmark: one in each step. Times in milliseconds. */
export interface Past {
  endsAt: number
  stepMs: number
  /** How many results per assignment; where left out as many as its rule looks back at. */
  count?: number
  /** Of these hosts only. */
  hosts?: number[]
}

/**
 * As if all had run well for a while: rules judge with as much history in view as they would after days.
 * @param most results per assignment at the most
 */
export async function loadPast(pool: Pool, fleet: Fleet, past: Past, most = Infinity) {
  const { good } = readAnswers()
  for (const plugin of pluginsOf(fleet)) {
    await makeSeries(pool, plugin, good[plugin])
    const count = Math.min(await historySize(pool, plugin), most)
    await fillSeries(pool, plugin, good[plugin], { ...past, count })
  }
  await pool.query(STANDINGS)
  await pool.query(HEALTH)
  await settleDown(pool)
}

/** Further results, of series that are there already. */
export async function loadEarlierPast(pool: Pool, fleet: Fleet, past: Required<Past>) {
  const { good } = readAnswers()
  for (const plugin of pluginsOf(fleet)) await fillSeries(pool, plugin, good[plugin], past)
}

/** What the database would do with so many new rows sooner or later, it does now and not while something is measured. */
export async function settleDown(pool: Pool) {
  await pool.query('VACUUM ANALYZE')
  await pool.query('CHECKPOINT')
}

async function makeSeries(pool: Pool, plugin: string, { metrics }: RecordedAnswer) {
  await pool.query(SERIES, [
    plugin,
    ['', ...metrics.map((metric) => metric.instance ?? '')],
    ['', ...metrics.map((metric) => metric.name)],
  ])
}

/** Only the checks of the benchmark: those that Prophasis comes with have no host to run on. */
const ASSIGNED = `
  FROM check_hosts JOIN check_plugins USING (check_id) JOIN plugins ON plugins.id = plugin_id
  JOIN hosts ON hosts.id = host_id AND NOT is_self`

const SERIES = `
  INSERT INTO series (host_id, check_id, plugin_id, instance, metric)
  SELECT host_id, check_id, plugin_id, wanted.instance, wanted.metric
  ${ASSIGNED} CROSS JOIN unnest($2::text[], $3::text[]) AS wanted (instance, metric)
  WHERE identifier = $1`

async function fillSeries(
  pool: Pool,
  plugin: string,
  answer: RecordedAnswer,
  { endsAt, stepMs, count = 0, hosts }: Past
) {
  const slots = Array.from({ length: count }, (_, back) => endsAt - (back + 1) * stepMs)
  await ensurePartitions(pool, RESULTS_BY_WEEK, slots, new Set())
  const messages = new Map<string, number>()
  await ensureMessages(pool, [answer.message], messages)
  await pool.query(RESULTS, [
    plugin,
    ['', ...answer.metrics.map((metric) => metric.instance ?? '')],
    ['', ...answer.metrics.map((metric) => metric.name)],
    [answer.value, ...answer.metrics.map((metric) => metric.value)],
    slots.toReversed().map((slot) => new Date(slot)),
    messages.get(answer.message) ?? null,
    answer.duration_ms,
    hosts?.map(nameOf) ?? null,
  ])
}

async function historySize(pool: Pool, plugin: string): Promise<number> {
  const { rows } = await pool.query<{ size: number }>(
    'SELECT n_historical AS size FROM classifiers JOIN plugins ON plugins.id = plugin_id WHERE identifier = $1',
    [plugin]
  )
  return rows[0].size
}

const RESULTS = `
  INSERT INTO results (series_id, slot, value, state, result_type, message_id, duration_ms)
  SELECT series.id, slot, numbers.value, 1, 0, CASE WHEN metric = '' THEN $6::int END,
    CASE WHEN metric = '' THEN $7::int END
  FROM unnest($5::timestamptz[]) AS slot
  CROSS JOIN unnest($2::text[], $3::text[], $4::float8[]) AS numbers (instance, metric, value)
  JOIN series USING (instance, metric) JOIN plugins ON plugins.id = plugin_id AND identifier = $1
  JOIN hosts ON hosts.id = host_id AND ($8::text[] IS NULL OR hosts.name = ANY($8))
  ON CONFLICT DO NOTHING`

/** All was well, the whole and every instance. */
const STANDINGS = `
  INSERT INTO current_states (host_id, check_id, plugin_id, instance, state, since, changed_at)
  SELECT DISTINCT host_id, check_id, plugin_id, instance, 1, now(), now() FROM series ON CONFLICT DO NOTHING`

const HEALTH = `
  INSERT INTO host_health (host_id, state, since) SELECT id, 1, now() FROM hosts WHERE NOT is_self
  ON CONFLICT DO NOTHING`
