import db from '@adonisjs/lucid/services/db'
import type { Interval } from '../monitoring/schedule/grid.ts'
import { notFound } from '../saving/find.ts'
import { nextRuns } from './next_runs.ts'

interface ScheduleRow {
  id: number
  name: string
  description: string
  time_zone: string
  maximum_lateness_s: number
  intervals: { start_at: string; every: { value: number; unit: Interval['unit'] } }[]
  checks: { id: number; name: string }[]
}

const SHOWN_RUNS = 5

/** @returns all schedules by name, each with its next runs */
export async function describeSchedules(now = new Date()) {
  const { rows } = await db.rawQuery<{ rows: ScheduleRow[] }>(`${SCHEDULES} ORDER BY s.name`)
  return rows.map((row) => withNextRuns(row, now))
}

/** @throws NotFound */
export async function describeSchedule(id: number, now = new Date()) {
  const sql = `${SCHEDULES} WHERE s.id = :id`
  const { rows } = await db.rawQuery<{ rows: ScheduleRow[] }>(sql, { id })
  if (!rows[0]) throw notFound('schedules', id)
  return withNextRuns(rows[0], now)
}

function withNextRuns(row: ScheduleRow, now: Date) {
  const intervals = row.intervals.map(({ start_at, every }): Interval => {
    const { value, unit } = every
    const maximumLatenessMs = row.maximum_lateness_s * 1000
    const startAt = Date.parse(start_at)
    return { startAt, every: value, unit, timeZone: row.time_zone, maximumLatenessMs }
  })
  return { ...row, next_runs: nextRuns(intervals, now, SHOWN_RUNS) }
}

/** An interval has the form in which it is given. */
const SCHEDULES = `
  SELECT s.id, s.name, s.description, s.time_zone, s.maximum_lateness_seconds AS maximum_lateness_s,
    (SELECT coalesce(json_agg(json_build_object(
      'start_at', to_char(i.start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'every', json_build_object('value', i.every, 'unit', i.unit)) ORDER BY i.id), '[]')
      FROM intervals i WHERE i.schedule_id = s.id) AS intervals,
    (SELECT coalesce(json_agg(json_build_object('id', c.id, 'name', c.name) ORDER BY c.name), '[]')
      FROM schedule_checks sc JOIN checks c ON c.id = sc.check_id WHERE sc.schedule_id = s.id) AS checks
  FROM schedules s`
