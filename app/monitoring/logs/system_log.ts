import type { Pool } from 'pg'

export const LOG_CATEGORIES = [
  'scheduler',
  'dispatcher',
  'classification',
  'alerting',
  'agent',
  'deployment',
  'appliance',
] as const
export type LogCategory = (typeof LOG_CATEGORIES)[number]
export type LogLevel = 'info' | 'warning' | 'error'

/** One line of the page System Logs. */
export interface LogEntry {
  category: LogCategory
  level: LogLevel
  message: string
  hostId?: number
  pluginId?: number
}

const MAX_LENGTH = 2000
/** While the database is away only so many lines wait for it. */
const MAX_WAITING = 500

export interface SystemLog {
  write(entry: LogEntry): void
  /** Waits until all that was written is stored, or cannot be. */
  flush(): Promise<void>
}

/**
 * Writes lines in order, without holding anybody up. What cannot be stored now is tried again with the next line.
 * @param onLost is told when a line had to be given up
 */
export function createSystemLog(
  pool: Pool,
  onLost: (entry: LogEntry, error: unknown) => void
): SystemLog {
  const waiting: LogEntry[] = []
  let work: Promise<void> | null = null

  async function storeAll() {
    while (waiting.length > 0) {
      try {
        await store(pool, waiting[0])
      } catch (error) {
        if (waiting.length > MAX_WAITING) onLost(waiting.shift()!, error)
        return
      }
      waiting.shift()
    }
  }

  function flush() {
    work ??= storeAll().finally(() => (work = null))
    return work
  }

  return {
    write(entry) {
      waiting.push(entry)
      void flush()
    },
    flush,
  }
}

/** A host or plugin that is gone by now is left out of its line. */
async function store(pool: Pool, { category, level, message, hostId, pluginId }: LogEntry) {
  await pool.query(
    `INSERT INTO system_logs (category, level, message, host_id, plugin_id)
     VALUES ($1, $2, $3, (SELECT id FROM hosts WHERE id = $4), (SELECT id FROM plugins WHERE id = $5))`,
    [
      category,
      level,
      message.replaceAll('\u0000', '').slice(0, MAX_LENGTH),
      hostId ?? null,
      pluginId ?? null,
    ]
  )
}
