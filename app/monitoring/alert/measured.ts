import type { Pool } from 'pg'
import type { Manifest } from '../../../agent/protocol/manifest.ts'
import { measureOf } from './measure.ts'
import type { MeasuredSeries, NotificationContent } from './modules/module.ts'

/** A point of the graph covers this long, and stands at the last moment of it that was measured. */
const STEP_SECONDS = 300
const DAY_SECONDS = 86_400

/**
 * Reads what the graph in a message shows: the 24 hours before the change, a gap where nothing was measured.
 * @returns undefined when there is nothing to draw
 */
export async function measuredBefore(
  pool: Pool,
  content: NotificationContent
): Promise<MeasuredSeries | undefined> {
  const plugin = await pool.query<{ id: number; manifest: Manifest }>(
    `SELECT p.id, v.manifest FROM plugins p JOIN plugin_versions v ON v.id = p.current_version_id
     WHERE p.identifier = $1`,
    [content.plugin.identifier]
  )
  if (!plugin.rows[0]) return undefined
  const { id, manifest } = plugin.rows[0]
  const measure = measureOf({ manifest }, content.instance)
  const { rows } = await pool.query<{ at: number; value: number | null }>(POINTS, [
    content.host.id,
    content.check.id,
    id,
    content.instance,
    measure.metric,
    content.at,
  ])
  if (!rows.some((row) => row.value !== null)) return undefined
  const points = rows.map((row): [number, number | null] => [row.at, row.value])
  return {
    label: measure.label,
    unit: measure.unit,
    points,
    limits: content.limits ?? [],
  }
}

const POINTS = `
  SELECT extract(epoch FROM coalesce(max(r.slot), step))::float8 AS at, avg(r.value) AS value
  FROM generate_series(
    date_bin('${STEP_SECONDS} s', $6::timestamptz - interval '${DAY_SECONDS - STEP_SECONDS} s', 'epoch'),
    $6::timestamptz, interval '${STEP_SECONDS} s') AS step
  LEFT JOIN series s ON s.host_id = $1 AND s.check_id = $2 AND s.plugin_id = $3 AND s.instance = $4 AND s.metric = $5
  LEFT JOIN results r ON r.series_id = s.id AND r.slot >= step AND r.slot < step + interval '${STEP_SECONDS} s'
    AND r.slot <= $6
  GROUP BY step ORDER BY step`
