import { RESULT_TYPES, type ResultType } from '../../agent/protocol/result.ts'
import { oneLine } from '../monitoring/alert/modules/clean_text.ts'
import { rows } from './rows.ts'

/** The newest result of one check and plugin on a host. */
export interface LatestResult {
  slot: Date
  value: number | null
  message: string
  type: ResultType
  metrics: Record<string, number | null>
  /** By instance, its metrics. */
  instances: Record<string, Record<string, number | null>>
}

interface Found {
  checkId: number
  pluginId: number
  instance: string
  metric: string
  slot: Date
  value: number | null
  type: number
  message: string | null
}

/** Results older than this are history: partitions further back are not searched. */
const NEWEST_WITHIN = '8 days'

/** @returns the newest results of a host, by `"<check id> <plugin id>"` */
export async function findLatestResults(hostId: number): Promise<Map<string, LatestResult>> {
  const found = await rows<Found>(LATEST, { hostId })
  const byPair = Map.groupBy(found, (row) => `${row.checkId} ${row.pluginId}`)
  return new Map([...byPair].map(([pair, some]) => [pair, gather(some)]))
}

const LATEST = `
  SELECT series.check_id AS "checkId", series.plugin_id AS "pluginId", series.instance, series.metric,
    newest.slot, newest.value, newest.result_type AS type, messages.text AS message
  FROM series
  JOIN LATERAL (
    SELECT slot, value, result_type, message_id FROM results
    WHERE series_id = series.id AND slot > now() - interval '${NEWEST_WITHIN}'
    ORDER BY slot DESC LIMIT 1
  ) newest ON true
  LEFT JOIN messages ON messages.id = newest.message_id
  WHERE series.host_id = :hostId`

/** Numbers of an earlier slot than the newest belong to something that is gone, such as an unplugged disk. */
function gather(found: Found[]): LatestResult {
  const newest = found.reduce((latest, row) => (row.slot > latest.slot ? row : latest))
  const current = found.filter((row) => row.slot.getTime() === newest.slot.getTime())
  const main = current.find((row) => row.instance === '' && row.metric === '')
  const result: LatestResult = {
    slot: newest.slot,
    value: main?.value ?? null,
    message: oneLine(main?.message ?? ''),
    type: RESULT_TYPES[newest.type] ?? 'plugin',
    metrics: {},
    instances: {},
  }
  for (const { instance, metric, value } of current) {
    if (metric === '') continue
    if (instance === '') result.metrics[metric] = value
    else (result.instances[instance] ??= {})[metric] = value
  }
  return result
}
