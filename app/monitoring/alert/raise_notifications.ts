import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { Addressing } from './addressing.ts'
import { composeContent } from './compose_content.ts'
import { whatToSend, type Match } from './matching.ts'
import type { NotificationContent } from './modules/module.ts'

interface OpenThread {
  thread_id: string
  /** Of the last thing told in it. */
  content: NotificationContent
}

/**
 * Writes the messages of a batch into the outbox, in the transaction that stores the changes. One cause is one message
 * for each person, however many alerts name them: the first alert that reaches somebody tells them.
 * @returns how many were written
 */
export async function raiseNotifications(
  client: PoolClient,
  matches: readonly Match[],
  incidentIdOf: (match: Match) => number | null,
  addressing: Addressing
): Promise<number> {
  const meant: Meant[] = []
  for (const match of matches) {
    const thread = await openThreadOf(client, match)
    const kind = whatToSend(match, thread !== null)
    if (kind !== null)
      meant.push({ match, thread, kind, all: addressing.recipientsOf(match.alert) })
  }
  const messages = oncePerPerson(meant)
  for (const message of messages) {
    const { match, thread, kind, all, recipients } = message
    const alsoTold = messages
      .filter((other) => other !== message && isSameNews(other, message))
      .flatMap((other) => other.recipients)
    const since = thread ? Date.parse(thread.content.since) : troubleSince(match)
    const content = composeContent(match, kind, since, [...new Set(alsoTold)])
    const messageId = `<${randomUUID()}@prophasis>`
    const isWhole = recipients.length === all.length
    await client.query(INSERT, [
      match.alert.id,
      incidentIdOf(match),
      kind,
      match.alert.module,
      isWhole ? match.alert.encryptedOptions : addressing.optionsFor(match.alert, recipients),
      JSON.stringify(kind === 'recovery' ? namedAsBefore(content, thread) : content),
      match.subject,
      messageId,
      thread?.thread_id ?? messageId,
    ])
  }
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
  const messages: Message[] = []
  for (const each of meant) {
    const told = messages
      .filter((other) => other.match.alert.module === each.match.alert.module)
      .filter((other) => isSameNews(other, each))
      .flatMap((other) => other.recipients)
    const recipients = each.all.filter((recipient) => !told.includes(recipient))
    if (recipients.length > 0 || each.all.length === 0) messages.push({ ...each, recipients })
  }
  return messages
}

function isSameNews(one: Meant, other: Meant): boolean {
  return one.match.cause === other.match.cause && one.kind === other.kind
}

/** Good news names the trouble that was told, not what it had turned into by then. */
function namedAsBefore(content: NotificationContent, thread: OpenThread | null) {
  if (thread === null) return content
  const { title, check, plugin, instance, state } = thread.content
  return { ...content, title, check, plugin, instance, fromState: state }
}

const INSERT = `
  INSERT INTO notifications (alert_id, incident_id, kind, module, encrypted_options, content, subject, message_id, thread_id)
  SELECT a.id, $2, $3, $4, $5, $6, $7, $8, $9 FROM alerts a WHERE a.id = $1`

/** The thread in which this alert has told of trouble with this subject, and not yet of its end. */
async function openThreadOf(
  client: PoolClient,
  { alert, subject }: Match
): Promise<OpenThread | null> {
  const { rows } = await client.query<OpenThread>(
    `SELECT thread_id, content FROM notifications told
     WHERE alert_id = $1 AND subject = $2 AND kind = 'problem' AND NOT EXISTS (
       SELECT FROM notifications ended WHERE ended.alert_id = $1 AND ended.subject = $2
         AND ended.thread_id = told.thread_id AND ended.kind = 'recovery')
     ORDER BY id DESC LIMIT 1`,
    [alert.id, subject]
  )
  return rows[0] ?? null
}

/** Trouble begins with the change, unless it only got worse or better. */
function troubleSince({ cause }: Match): number {
  const wasTrouble = cause.from !== 'ok' && cause.from !== 'no_data'
  return wasTrouble ? cause.since : cause.judged.outcome.slot
}
