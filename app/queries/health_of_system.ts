import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { dataFolderOfThisProcess } from '../supervisor/data_folder.ts'
import { DISK_FULL, isDiskFull } from '../supervisor/disk_space.ts'

export interface PartHealth {
  status: 'ok' | 'failing'
  reason?: string
}

/** The open answer of /api/v1/health. */
export interface SystemHealth {
  status: 'ok' | 'failing'
  disk: PartHealth
  database: PartHealth
  scheduler: PartHealth
  notifier: PartHealth
}

const PATIENCE_MS = 2000
const OK: PartHealth = { status: 'ok' }

/** One question at a time per database: while one hangs, those who ask later wait for the same answer. */
const underWay = new WeakMap<object, Promise<ReportRow[]>>()

/** @returns how each part is, within two seconds and without throwing, whatever the database does */
export async function healthOfSystem(client: QueryClientContract): Promise<SystemHealth> {
  const parts = {
    disk: isDiskFull(dataFolderOfThisProcess()) ? failing(DISK_FULL) : OK,
    ...(await healthOfParts(client)),
  }
  const isOk = Object.values(parts).every((part) => part.status === 'ok')
  return { status: isOk ? 'ok' : 'failing', ...parts }
}

async function healthOfParts(client: QueryClientContract) {
  try {
    const rows = await withinPatience(reportsFrom(client))
    const [scheduler, notifier] = [partHealth('scheduler', rows), partHealth('notifier', rows)]
    return { database: OK, scheduler, notifier }
  } catch (error) {
    const unknown = failing('Not known while the database does not answer.')
    return { database: failing(reasonOf(error)), scheduler: unknown, notifier: unknown }
  }
}

interface ReportRow {
  name: 'scheduler' | 'notifier'
  reported_at: Date
  trouble: string | null
  is_old: boolean
  /** Messages that could not be sent and are tried again; the same in every row. */
  waiting: number
}

function reportsFrom(client: QueryClientContract): Promise<ReportRow[]> {
  const key = client.getReadClient()
  const pending = underWay.get(key)
  if (pending) return pending
  const asked = client
    .rawQuery<{ rows: ReportRow[] }>(REPORTS)
    .then(({ rows }) => rows)
    .finally(() => underWay.delete(key))
  underWay.set(key, asked)
  return asked
}

const REPORTS = `
  SELECT name, reported_at, trouble, reported_at < now() - interval '30 seconds' AS is_old,
    (SELECT CAST(count(*) AS integer) FROM notifications
      WHERE status IN ('waiting', 'sending') AND last_error IS NOT NULL) AS waiting
  FROM process_reports`

async function withinPatience<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow()), PATIENCE_MS)
  })
  try {
    return await Promise.race([promise, tooLong])
  } finally {
    clearTimeout(timer)
  }
}

class TooSlow extends Error {}

function partHealth(name: ReportRow['name'], rows: ReportRow[]): PartHealth {
  const report = rows.find((row) => row.name === name)
  if (!report) return failing('It has not reported yet.')
  if (report.is_old)
    return failing(`It has not reported since ${report.reported_at.toISOString()}.`)
  if (report.trouble) return failing(report.trouble)
  return name === 'notifier' && report.waiting > 0 ? failing(waitingInWords(report.waiting)) : OK
}

/** Why is for System Logs: it names the mail server. */
function waitingInWords(count: number): string {
  const what = count === 1 ? '1 message waits' : `${count} messages wait`
  return `${what}, because sending failed. System Logs says why; it is tried again and again.`
}

function failing(reason: string): PartHealth {
  return { status: 'failing', reason }
}

const REASONS: Record<string, string> = {
  'ECONNREFUSED': 'The database refuses connections. It may be stopped.',
  'ENOENT': 'The database is not running.',
  'ENOTFOUND': 'The name of the database machine is not known.',
  'EHOSTUNREACH': 'The database machine cannot be reached.',
  '28P01': 'The database does not accept the password.',
  '3D000': 'The database does not exist.',
  '42P01': 'The database has not been migrated.',
  '53100': DISK_FULL,
  '53300': 'The database has no connection left.',
  '57P03': 'The database is starting or stopping.',
}

/** The address and the name of the database are nobody's business here: this page is open to all. */
function reasonOf(error: unknown): string {
  if (error instanceof TooSlow) return 'The database did not answer within 2 seconds.'
  const code = (error as { code?: string }).code ?? ''
  return REASONS[code] ?? 'The database does not work. The log of the program says why.'
}
