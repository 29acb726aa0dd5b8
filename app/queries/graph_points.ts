import { historyByHour, HOUR_SECONDS, isBeforeResults, isMadeOfHours } from './history_by_hour.ts'
import { rows } from './rows.ts'

/** What one line in a graph shows: which series, and from when to when. */
export interface GraphWindow {
  hostId: number
  checkId: number
  pluginId: number
  instance: string
  metric: string
  from: Date
  to: Date
}

/** One step of a line: the mean and the extremes of what was measured in it. */
export interface GraphPoint {
  at: Date
  mean: number
  low: number
  high: number
}

export interface GraphLine {
  points: GraphPoint[]
  /** Seconds between two points; where a step is missing nothing was measured. */
  stepSeconds: number
}

export interface GraphFacts {
  lowest: number | null
  mean: number | null
  p95: number | null
  highest: number | null
  last: number | null
}

const DAY_MS = 86_400_000

/** A line has at most this many points: more cannot be told apart on a screen. */
const MOST_POINTS = 288
const ROUND_STEPS = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400]

/** @returns the measured values of a window, gathered into steps */
export async function findGraphLine(window: GraphWindow): Promise<GraphLine> {
  const seconds = (window.to.getTime() - window.from.getTime()) / 1000
  const usual = await findUsualStep(window)
  const [{ isOld }] = await rows<{ isOld: boolean | null }>(IS_OLD, { ...window })
  const stepSeconds = roundStep(Math.max(seconds / MOST_POINTS, usual, isOld ? HOUR_SECONDS : 0))
  const sql = isMadeOfHours(stepSeconds) ? POINTS_OF_HOURS : POINTS
  const points = await rows<GraphPoint>(sql, { ...window, stepSeconds })
  return { points, stepSeconds }
}

/** @returns the numbers under a graph; null where nothing was measured */
export async function findGraphFacts(window: GraphWindow): Promise<GraphFacts> {
  const isLong = window.to.getTime() - window.from.getTime() > LONGEST_SINGLE_MS
  const [facts] = await rows<GraphFacts>(isLong ? FACTS_OF_HOURS : FACTS, { ...window })
  return facts
}

/** Of longer windows the hours are enough. */
const LONGEST_SINGLE_MS = 8 * DAY_MS

const SERIES = `SELECT id FROM series WHERE host_id = :hostId AND check_id = :checkId AND plugin_id = :pluginId
      AND instance = :instance AND metric = :metric`

const MEASURED = `
  results.slot >= :from AND results.slot < :to AND results.value IS NOT NULL AND results.series_id = (${SERIES})`

const POINTS = `
  SELECT date_bin(make_interval(secs => :stepSeconds), slot, CAST(:from AS timestamptz)) AS at,
    avg(value) AS mean, min(value) AS low, max(value) AS high
  FROM results WHERE ${MEASURED} GROUP BY 1 ORDER BY 1`

const IS_OLD = `SELECT ${isBeforeResults(SERIES)} AS "isOld"`

const POINTS_OF_HOURS = `
  SELECT date_bin(make_interval(secs => :stepSeconds), at, CAST(:from AS timestamptz)) AS at,
    sum(mean * value_count) / sum(value_count) AS mean, min(low) AS low, max(high) AS high
  FROM (${historyByHour(SERIES)}) history WHERE value_count > 0 GROUP BY 1 ORDER BY 1`

const FACTS_OF_HOURS = `
  SELECT min(low) AS lowest, sum(mean * value_count) / sum(value_count) AS mean, max(high) AS highest,
    percentile_cont(0.95) WITHIN GROUP (ORDER BY mean) AS p95, (array_agg(mean ORDER BY at DESC))[1] AS last
  FROM (${historyByHour(SERIES)}) history WHERE value_count > 0`

const FACTS = `
  SELECT min(value) AS lowest, avg(value) AS mean, max(value) AS highest,
    percentile_cont(0.95) WITHIN GROUP (ORDER BY value) AS p95,
    (array_agg(value ORDER BY slot DESC))[1] AS last
  FROM results WHERE ${MEASURED}`

/** The most frequent distance of the newest values: a step shorter than that would show gaps that are none. */
const USUAL_STEP = `
  SELECT CAST(mode() WITHIN GROUP (ORDER BY distance) AS double precision) AS seconds FROM (
    SELECT round(extract(epoch FROM slot - lag(slot) OVER (ORDER BY slot))) AS distance
    FROM (SELECT slot FROM results WHERE ${MEASURED} ORDER BY slot DESC LIMIT 50) newest
  ) distances`

async function findUsualStep(window: GraphWindow): Promise<number> {
  const [found] = await rows<{ seconds: number | null }>(USUAL_STEP, { ...window })
  return found?.seconds ?? 60
}

function roundStep(seconds: number): number {
  return ROUND_STEPS.find((step) => step >= seconds) ?? Math.ceil(seconds / 86_400) * 86_400
}
