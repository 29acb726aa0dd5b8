import { oneLine } from '../monitoring/alert/modules/clean_text.ts'
import type { LogCategory, LogLevel } from '../monitoring/logs/system_log.ts'
import { escapeLike } from './hosts_page.ts'
import { rows } from './rows.ts'

/** One line of the System Logs. */
export interface LogEntry {
  id: number
  at: Date
  category: LogCategory
  level: LogLevel
  message: string
  hostId: number | null
  hostName: string | null
}

export interface LogFilter {
  search?: string
  category?: LogCategory
  limit: number
  offset?: number
}

/** @returns entries, newest first */
export async function listLogEntries(filter: LogFilter): Promise<LogEntry[]> {
  const found = await rows<Omit<LogEntry, 'id'> & { id: string }>(LIST, bindings(filter))
  return found.map((row) => ({ ...row, id: Number(row.id), message: oneLine(row.message) }))
}

/** @returns how many entries match */
export async function countLogEntries(filter: Omit<LogFilter, 'limit'>): Promise<number> {
  const [found] = await rows<{ count: number }>(COUNT, bindings({ ...filter, limit: 0 }))
  return found.count
}

/** @returns the id of the newest entry, 0 when there is none */
export async function newestLogId(): Promise<number> {
  const [found] = await rows<{ id: string }>('SELECT coalesce(max(id), 0) AS id FROM system_logs')
  return Number(found.id)
}

const MATCHES = `
  (CAST(:search AS text) IS NULL OR message ILIKE :search OR hosts.name ILIKE :search)
  AND (CAST(:category AS text) IS NULL OR category = :category)`

const LIST = `
  SELECT system_logs.id, at, category, level, message, host_id AS "hostId", hosts.name AS "hostName"
  FROM system_logs LEFT JOIN hosts ON hosts.id = host_id
  WHERE ${MATCHES} ORDER BY system_logs.id DESC LIMIT :limit OFFSET :offset`

const COUNT = `
  SELECT CAST(count(*) AS integer) AS count
  FROM system_logs LEFT JOIN hosts ON hosts.id = host_id WHERE ${MATCHES}`

function bindings({ search, category, limit, offset }: LogFilter) {
  return {
    search: search ? `%${escapeLike(search)}%` : null,
    category: category ?? null,
    limit,
    offset: offset ?? 0,
  }
}
