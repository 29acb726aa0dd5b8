import type { Pool } from 'pg'
import type { NotificationContent, NotificationKind } from './modules/module.ts'

/** A message that is ours to send until the claim runs out. */
export interface ClaimedNotification {
  id: string
  alert_id: number | null
  incident_id: number | null
  kind: NotificationKind
  module: string
  encrypted_options: string
  content: NotificationContent
  subject: string
  message_id: string
  thread_id: string
  attempts: number
}

/** Longer than the deadline of any module, so that a claim never runs out under a sender at work. */
const CLAIM_SECONDS = 300
const RETRY_AFTER_SECONDS = [15, 30, 60, 120, 300, 600]
/** After this long a message is given up. */
const GIVE_UP_AFTER = '3 days'

/**
 * Takes the next message that is due. Within a thread the order is kept: a recovery never overtakes its problem.
 * @param without modules that have enough to do
 * @returns null when nothing is due
 */
export async function claimNext(
  pool: Pool,
  without: readonly string[] = []
): Promise<ClaimedNotification | null> {
  const { rows } = await pool.query<ClaimedNotification>(
    `UPDATE notifications SET status = 'sending', attempts = attempts + 1,
       claimed_until = now() + make_interval(secs => $1)
     WHERE id = (
       SELECT n.id FROM notifications n
       WHERE n.status IN ('waiting', 'sending') AND n.next_attempt_at <= now()
         AND (n.claimed_until IS NULL OR n.claimed_until < now()) AND n.module <> ALL($2)
         AND NOT EXISTS (
           SELECT FROM notifications earlier
           WHERE earlier.thread_id = n.thread_id AND earlier.id < n.id AND earlier.status IN ('waiting', 'sending'))
       ORDER BY n.next_attempt_at, n.id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING *`,
    [CLAIM_SECONDS, without]
  )
  return rows[0] ?? null
}

export async function markSent(pool: Pool, { id }: ClaimedNotification): Promise<void> {
  await pool.query(
    `UPDATE notifications SET status = 'sent', sent_at = now(), claimed_until = NULL, last_error = NULL WHERE id = $1`,
    [id]
  )
}

/**
 * One whose alert was deleted while it was sent is not tried again.
 * @returns whether it was given up, because it has been tried for too long or its alert is gone
 */
export async function markForRetry(
  pool: Pool,
  { id, attempts }: ClaimedNotification,
  error: string
): Promise<boolean> {
  const delay = RETRY_AFTER_SECONDS[Math.min(attempts, RETRY_AFTER_SECONDS.length) - 1]
  const { rows } = await pool.query<{ status: string }>(
    `UPDATE notifications SET last_error = $2, claimed_until = NULL,
       status = CASE WHEN created_at < now() - interval '${GIVE_UP_AFTER}' THEN 'failed' ELSE 'waiting' END,
       next_attempt_at = now() + make_interval(secs => $3)
     WHERE id = $1 AND status = 'sending' RETURNING status`,
    [id, error, delay]
  )
  return rows[0]?.status !== 'waiting'
}

export async function markFailed(
  pool: Pool,
  { id }: ClaimedNotification,
  error: string
): Promise<void> {
  await pool.query(
    `UPDATE notifications SET status = 'failed', last_error = $2, claimed_until = NULL WHERE id = $1`,
    [id, error]
  )
}

/** Queues the same message once more, for those who could not be reached yet; not for an alert that is gone. */
export async function queueForTheRest(
  pool: Pool,
  { id }: ClaimedNotification,
  encryptedOptions: string,
  messageId: string
): Promise<void> {
  await pool.query(
    `INSERT INTO notifications (alert_id, incident_id, kind, module, encrypted_options, content, subject,
       message_id, thread_id, next_attempt_at)
     SELECT alert_id, incident_id, kind, module, $2, content, subject, $3, thread_id,
       now() + make_interval(secs => ${RETRY_AFTER_SECONDS[0]})
     FROM notifications WHERE id = $1 AND alert_id IS NOT NULL`,
    [id, encryptedOptions, messageId]
  )
}

/** @returns seconds until something may be due; null when nothing waits */
export async function secondsUntilDue(pool: Pool): Promise<number | null> {
  const { rows } = await pool.query<{ seconds: number | null }>(
    `SELECT extract(epoch FROM min(greatest(next_attempt_at, coalesce(claimed_until, next_attempt_at))) - now())::float8
       AS seconds FROM notifications WHERE status IN ('waiting', 'sending')`
  )
  return rows[0].seconds
}

/** Settings were changed: what waits for them is tried at once. */
export async function retryAllNow(pool: Pool): Promise<void> {
  await pool.query(
    `UPDATE notifications SET next_attempt_at = now() WHERE status = 'waiting' AND next_attempt_at > now()`
  )
}
