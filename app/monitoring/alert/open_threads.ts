import type { PoolClient } from 'pg'
import type { Match } from './matching.ts'
import type { NotificationContent } from './modules/module.ts'

/** A thread in which an alert has told of trouble with a subject, and not yet of its end. */
export interface OpenThread {
  thread_id: string
  /** Of the last thing told in it. */
  content: NotificationContent
}

/** @returns finds the open thread of a match */
export async function openThreadsOf(
  client: PoolClient,
  matches: readonly Match[]
): Promise<(match: Match) => OpenThread | null> {
  if (matches.length === 0) return () => null
  const { rows } = await client.query<OpenThread & { alert_id: number; subject: string }>(
    OPEN_THREADS,
    [matches.map(({ alert }) => alert.id), matches.map(({ subject }) => subject)]
  )
  const found = new Map(rows.map((row) => [`${row.alert_id} ${row.subject}`, row]))
  return ({ alert, subject }) => found.get(`${alert.id} ${subject}`) ?? null
}

const OPEN_THREADS = `
  SELECT looked.alert_id, looked.subject, told.thread_id, told.content
  FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::text[])) AS looked (alert_id, subject)
  CROSS JOIN LATERAL (
    SELECT thread_id, content FROM notifications told
    WHERE told.alert_id = looked.alert_id AND told.subject = looked.subject AND kind = 'problem' AND NOT EXISTS (
      SELECT FROM notifications ended WHERE ended.alert_id = told.alert_id AND ended.subject = told.subject
        AND ended.thread_id = told.thread_id AND ended.kind = 'recovery')
    ORDER BY id DESC LIMIT 1) told`
