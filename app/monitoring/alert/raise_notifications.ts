import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { TimeAway } from '../ended_slots.ts'
import type { Incidents } from '../store/write_incidents.ts'
import type { Addressing } from './addressing.ts'
import { composeContent } from './compose_content.ts'
import { whatToSend, type Match } from './matching.ts'
import { type OpenThread, openThreadsOf } from './open_threads.ts'

/**
 * Writes the messages of a batch into the outbox, in the transaction that stores the changes. One cause is one message
 * for each person, however many alerts name them: the first alert that reaches somebody tells them.
 * @param away when the database was away, of what has happened then: its messages are held back
 * @returns how many were written
 */
export async function raiseNotifications(
  client: PoolClient,
  matches: readonly Match[],
  incidents: Incidents,
  addressing: Addressing,
  away?: TimeAway
): Promise<number> {
  const threadOf = await openThreadsOf(client, matches)
  const meant = matches.flatMap((match): Meant[] => {
    const thread = threadOf(match)
    const kind = whatToSend(match, thread !== null)
    return kind === null ? [] : [{ match, thread, kind, all: addressing.recipientsOf(match.alert) }]
  })
  const messages = oncePerPerson(meant)
  if (messages.length === 0) return 0
  const rows = messages.map((message) => rowOf(message, messages, incidents, addressing))
  await client.query(INSERT, [...columnsOf(rows), away ? 'held' : 'waiting', inContent(away)])
  return messages.length
}

/** What an alert has to say, and to whom. */
interface Meant {
  match: Match
  thread: OpenThread | null
  kind: 'problem' | 'recovery'
  /** Everybody the alert names. */
  all: string[]
}

interface Message extends Meant {
  /** Those whom nobody before has told. */
  recipients: string[]
}

/** Leaves out whom an earlier message tells the same; a message with nobody left is none. */
function oncePerPerson(meant: readonly Meant[]): Message[] {
  const told = new Map<string, Set<string>>()
  const numbers = new Map<Match['cause'], number>()
  return meant.flatMap((each) => {
    const { alert, cause } = each.match
    if (!numbers.has(cause)) numbers.set(cause, numbers.size)
    const news = `${numbers.get(cause)} ${each.kind} ${alert.module}`
    const already = told.get(news) ?? new Set()
    told.set(news, already)
    const recipients = each.all.filter((recipient) => !already.has(recipient))
    for (const recipient of recipients) already.add(recipient)
    return recipients.length > 0 || each.all.length === 0 ? [{ ...each, recipients }] : []
  })
}

/** @returns what it adds to the content of a message */
function inContent(away: TimeAway | undefined) {
  if (!away) return {}
  const [from, until] = [away.from, away.until].map((time) => new Date(time).toISOString())
  return { away: { from, until } }
}

type Row = (string | number | null)[]

/** In the order of the statement below. */
function rowOf(
  message: Message,
  all: readonly Message[],
  incidents: Incidents,
  addressing: Addressing
): Row {
  const { match, thread, kind, recipients } = message
  const alsoTold = all
    .filter((other) => other !== message)
    .filter((other) => other.match.cause === match.cause && other.kind === kind)
    .flatMap((other) => other.recipients)
  const incident = incidents.get(match.cause)
  const since = thread ? Date.parse(thread.content.since) : (incident?.openedAt ?? beganAt(match))
  const content = composeContent(match, kind, since, [...new Set(alsoTold)])
  const messageId = `<${randomUUID()}@prophasis>`
  const isWhole = recipients.length === message.all.length
  return [
    match.alert.id,
    incident?.id ?? null,
    kind,
    match.alert.module,
    isWhole ? match.alert.encryptedOptions : addressing.optionsFor(match.alert, recipients),
    JSON.stringify(kind === 'recovery' ? namedAsBefore(content, thread) : content),
    match.subject,
    messageId,
    thread?.thread_id ?? messageId,
  ]
}

/** Good news names the trouble that was told, not what it had turned into by then. */
function namedAsBefore(content: ReturnType<typeof composeContent>, thread: OpenThread | null) {
  if (thread === null) return content
  const { title, check, plugin, instance, state } = thread.content
  return { ...content, title, check, plugin, instance, fromState: state }
}

/** Trouble begins with the change, unless it was there already. */
function beganAt({ cause }: Match): number {
  const wasTrouble = cause.from !== 'ok' && cause.from !== 'no_data'
  return wasTrouble ? cause.since : cause.judged.outcome.slot
}

function columnsOf(rows: readonly Row[]): unknown[][] {
  return rows[0].map((_, column) => rows.map((row) => row[column]))
}

/** An alert that was deleted meanwhile tells nobody. */
const INSERT = `
  INSERT INTO notifications (alert_id, incident_id, kind, module, encrypted_options, content, subject, message_id, thread_id,
    status)
  SELECT alert_id, incident_id, kind, m.module, options, content || $11::jsonb, subject, message_id, thread_id, $10
  FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[], $8::text[], $9::text[])
    WITH ORDINALITY AS m (alert_id, incident_id, kind, module, options, content, subject, message_id, thread_id, position)
  JOIN alerts ON alerts.id = m.alert_id ORDER BY position`
