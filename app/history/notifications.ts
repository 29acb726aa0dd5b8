import { decryptOptions } from '../alerts/alert_options.ts'
import type { NotificationKind } from '../monitoring/alert/modules/module.ts'
import { moduleNamed } from '../monitoring/alert/modules/registry.ts'
import { rows } from '../queries/rows.ts'
import type { Page } from './page.ts'

/** `held`: until all that the database has missed is stored. `merged`: told in another message. */
export const NOTIFICATION_STATUSES = [
  'held',
  'waiting',
  'sending',
  'sent',
  'failed',
  'withdrawn',
  'merged',
] as const

/** Which messages are asked for; what is missing does not narrow it. */
export interface NotificationFilter {
  status?: (typeof NOTIFICATION_STATUSES)[number]
  kind?: NotificationKind
  alert?: number
  incident?: number
}

interface NotificationRow {
  id: string
  module: string
  encrypted_options: string
}

type Bindings = NonNullable<Parameters<typeof rows>[1]>

/** @returns messages, newest first, and how many there are on all pages */
export async function listNotifications(filter: NotificationFilter, { page, perPage }: Page) {
  const { status = null, kind = null, alert = null, incident = null } = filter
  const wanted = { status, kind, alert, incident }
  const notifications = await notificationsWhere(
    `${CHOSEN} ORDER BY n.id DESC LIMIT :limit OFFSET :offset`,
    { ...wanted, limit: perPage, offset: (page - 1) * perPage },
    ''
  )
  const [{ count }] = await rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM notifications n WHERE ${CHOSEN}`,
    wanted
  )
  return { notifications, total: count }
}

/** @param condition on `notifications n`, and what follows it */
export async function notificationsWhere(
  condition: string,
  bindings: Bindings,
  order = 'ORDER BY n.id'
) {
  const sql = `${NOTIFICATIONS} WHERE ${condition} ${order}`
  return (await rows<NotificationRow>(sql, bindings)).map(shown)
}

/** Of the options only what people may see: who is told. */
function shown({ id, encrypted_options: encrypted, ...rest }: NotificationRow) {
  return { id: Number(id), ...rest, recipients: recipientsOf(rest.module, encrypted) }
}

/** Messages of long ago may be of a module that is gone, or under another key. */
function recipientsOf(module: string, encrypted: string): string[] {
  try {
    return moduleNamed(module)?.recipientsOf(decryptOptions(encrypted)) ?? []
  } catch {
    return []
  }
}

const CHOSEN = `
  (:status::text IS NULL OR n.status = :status) AND (:kind::text IS NULL OR n.kind = :kind)
  AND (:alert::int IS NULL OR n.alert_id = :alert) AND (:incident::int IS NULL OR n.incident_id = :incident)`

const NOTIFICATIONS = `
  SELECT n.id, n.kind, n.status, n.module, n.encrypted_options, n.incident_id, n.subject,
    CASE WHEN a.id IS NOT NULL THEN json_build_object('id', a.id, 'name', a.name) END AS alert,
    n.content->>'title' AS title, n.content->>'state' AS state,
    n.content->'host' AS host, n.content->'service' AS service,
    n.attempts, n.last_error, n.created_at, n.sent_at,
    CASE WHEN n.status IN ('waiting', 'sending') THEN n.next_attempt_at END AS next_attempt_at
  FROM notifications n LEFT JOIN alerts a ON a.id = n.alert_id`
