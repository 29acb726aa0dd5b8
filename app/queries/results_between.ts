import db from '@adonisjs/lucid/services/db'
import { RESULT_TYPES, type ResultType } from '../../agent/protocol/result.ts'
import { stateOf, type State } from '../monitoring/states.ts'
import { historyByHour, isBeforeResults, isMadeOfHours } from './history_by_hour.ts'

/** What is answered at once at most. */
export const MOST_POINTS = 5000

const STEPS_SECONDS = [60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800]

/** Lines to read. What is not given is not narrowed; without metric and instance it is the main value. */
export interface SeriesFilter {
  hostId: number
  pluginId: number
  checkId?: number
  instance?: string
  metric?: string
}

export interface TimeRange {
  from: Date
  to: Date
}

interface SeriesName {
  check_id: number
  instance: string
  metric: string
}

/** One stored result. */
export interface RawPoint extends SeriesName {
  slot: Date
  value: number | null
  state: State
  result_type: ResultType
  message: string | null
}

/** All results of one step of time. `value` is the mean, `state` the worst. */
export interface Bucket extends SeriesName {
  slot: Date
  value: number | null
  min: number | null
  max: number | null
  mean: number | null
  state: State
  count: number
}

export interface ResultsAnswer {
  points: (RawPoint | Bucket)[]
  /** `raw`, or the width of a bucket. */
  resolutionSeconds: 'raw' | number
  /** True when older points were left out. */
  truncated: boolean
}

/**
 * @param resolution `auto` is raw as long as that fits into the most points, else the first step that does
 * @returns oldest first; when there are too many, the newest
 */
export async function resultsBetween(
  filter: SeriesFilter,
  range: TimeRange,
  resolution: 'auto' | 'raw' | number
): Promise<ResultsAnswer> {
  const chosen = resolution === 'auto' ? await fittingResolution(filter, range) : resolution
  const bindings = { ...bindingsOf(filter, range), limit: MOST_POINTS + 1 }
  const { rows } =
    chosen === 'raw'
      ? await db.rawQuery(RAW, bindings)
      : await db.rawQuery(isMadeOfHours(chosen) ? BUCKETS_OF_HOURS : BUCKETS, {
          ...bindings,
          step: chosen,
        })
  const newest = rows.slice(0, MOST_POINTS).reverse()
  return {
    points: newest.map(chosen === 'raw' ? rawPoint : bucket),
    resolutionSeconds: chosen,
    truncated: rows.length > MOST_POINTS,
  }
}

async function fittingResolution(filter: SeriesFilter, range: TimeRange): Promise<'raw' | number> {
  const { rows } = await db.rawQuery(COUNT, {
    ...bindingsOf(filter, range),
    limit: MOST_POINTS + 1,
  })
  const { points, lines, is_old: isOld } = rows[0]
  if (Number(points) <= MOST_POINTS && !isOld) return 'raw'
  const spanSeconds = (range.to.getTime() - range.from.getTime()) / 1000
  const fits = (step: number) =>
    (spanSeconds / step + 2) * Number(lines) <= MOST_POINTS && (!isOld || isMadeOfHours(step))
  return STEPS_SECONDS.find(fits) ?? STEPS_SECONDS.at(-1)!
}

function bindingsOf(filter: SeriesFilter, { from, to }: TimeRange) {
  const isMainValue = filter.metric === undefined && filter.instance === undefined
  return {
    host: filter.hostId,
    plugin: filter.pluginId,
    check: filter.checkId ?? null,
    instance: isMainValue ? '' : (filter.instance ?? null),
    metric: isMainValue ? '' : (filter.metric ?? null),
    from: from.toISOString(),
    to: to.toISOString(),
  }
}

const LINES = `
  SELECT id, check_id, instance, metric FROM series
  WHERE host_id = :host AND plugin_id = :plugin AND (:check::int IS NULL OR check_id = :check)
    AND (:instance::text IS NULL OR instance = :instance) AND (:metric::text IS NULL OR metric = :metric)`

const IN_RANGE = 'slot >= :from::timestamptz AND slot < :to::timestamptz'

const COUNT = `
  WITH lines AS (${LINES})
  SELECT (SELECT count(*) FROM lines) AS lines, (SELECT count(*) FROM (
    SELECT 1 FROM lines JOIN results ON series_id = lines.id WHERE ${IN_RANGE} LIMIT :limit) counted) AS points,
    coalesce(${isBeforeResults('SELECT id FROM lines')}, false) AS is_old`

const RAW = `
  WITH lines AS (${LINES})
  SELECT check_id, instance, metric, slot, value, state, result_type, m.text AS message
  FROM lines JOIN results ON series_id = lines.id LEFT JOIN messages m ON m.id = message_id
  WHERE ${IN_RANGE} ORDER BY slot DESC, lines.id DESC LIMIT :limit`

const BUCKETS = `
  WITH lines AS (${LINES})
  SELECT check_id, instance, metric, date_bin(make_interval(secs => :step), slot, 'epoch') AS slot,
    min(value) AS min, max(value) AS max, avg(value) AS mean, max(state) AS state, count(*) AS count
  FROM lines JOIN results ON series_id = lines.id
  WHERE ${IN_RANGE} GROUP BY lines.id, check_id, instance, metric, 4 ORDER BY 4 DESC, lines.id DESC LIMIT :limit`

const BUCKETS_OF_HOURS = `
  WITH lines AS (${LINES})
  SELECT check_id, instance, metric, date_bin(make_interval(secs => :step), at, 'epoch') AS slot,
    min(low) AS min, max(high) AS max, sum(mean * value_count) / nullif(sum(value_count), 0) AS mean,
    max(worst_state) AS state, sum(result_count) AS count
  FROM lines JOIN (${historyByHour('SELECT id FROM lines')}) history ON history.series_id = lines.id
  GROUP BY lines.id, check_id, instance, metric, 4 ORDER BY 4 DESC, lines.id DESC LIMIT :limit`

function rawPoint(
  row: Omit<RawPoint, 'state' | 'result_type'> & { state: number; result_type: number }
): RawPoint {
  return { ...row, state: stateOf(row.state), result_type: RESULT_TYPES[row.result_type] }
}

function bucket(
  row: Omit<Bucket, 'state' | 'count' | 'value'> & { state: number; count: string }
): Bucket {
  return { ...row, value: row.mean, state: stateOf(row.state), count: Number(row.count) }
}
