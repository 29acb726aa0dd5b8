import { randomUUID } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { lockEpoch } from '../store/lease.ts'
import { troubleOf } from '../store/store_trouble.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Addressing } from './addressing.ts'
import { composeSummary } from './compose_summary.ts'
import { beginsThread, type HeldMessage, sortOutHeld } from './sort_out_held.ts'

/** More than this would make a message nobody reads, and one too large for some who take it: it becomes several. */
const MOST_IN_SUMMARY = 200

/**
 * Lets go what was held back, in one transaction: what came and went is named in one summary for each alert and its
 * recipients, of all else the last message of a thread is told. Nothing held back is nothing to do.
 * @param now milliseconds since 1970
 * @throws StaleEpoch when another core has taken over, any error of the database: all is held back then as before; what
 *   else goes wrong, after all was let go one by one
 */
export async function releaseHeld(
  pool: Pool,
  epoch: number,
  addressing: Addressing,
  now: number
): Promise<void> {
  try {
    await sortAndRelease(pool, epoch, addressing, now)
  } catch (error) {
    if (canPass(error)) throw error
    // A summary that cannot be made must not silence what it is about.
    await releaseOneByOne(pool, epoch)
    throw error
  }
}

/** @returns whether the same may work later: a database that is away tells of itself in many ways */
function canPass(error: unknown): boolean {
  const isOurs = error instanceof TypeError || error instanceof RangeError
  return !isOurs && troubleOf(error) !== 'refused'
}

async function sortAndRelease(pool: Pool, epoch: number, addressing: Addressing, now: number) {
  await inTransaction(pool, async (client) => {
    await lockEpoch(client, epoch)
    const { rows: held } = await client.query<HeldMessage>(HELD)
    if (held.length === 0) return
    const { over, told, outdated } = sortOutHeld(held)
    await client.query(MERGE, [idsOf([...over.flat(), ...outdated])])
    const opening = new Set(held.filter(beginsThread).map((each) => each.thread_id))
    const inNew = told.filter((each) => opening.has(each.thread_id))
    await client.query(TELL, [idsOf(told), idsOf(inNew)])
    for (const stories of byRecipients(over, addressing)) await summarise(client, stories, now)
    await client.query(WAKE_NOTIFIER)
  })
}

async function releaseOneByOne(pool: Pool, epoch: number) {
  await inTransaction(pool, async (client) => {
    await lockEpoch(client, epoch)
    await client.query(`UPDATE notifications SET status = 'waiting' WHERE status = 'held'`)
    await client.query(WAKE_NOTIFIER)
  })
}

const WAKE_NOTIFIER = `SELECT pg_notify('notifications', '')`

const HELD = `
  SELECT id, alert_id, kind, module, encrypted_options, content, subject, message_id, thread_id
  FROM notifications WHERE status = 'held' ORDER BY id FOR UPDATE`

/** Another message may take over the id of the first one of its thread. */
const MERGE = `
  UPDATE notifications SET status = 'merged', message_id = '<' || gen_random_uuid() || '@prophasis>'
  WHERE id = ANY($1::bigint[])`

/** Whatever is told first in a thread bears its id. */
const TELL = `
  UPDATE notifications SET status = 'waiting', next_attempt_at = now(),
    message_id = CASE WHEN id = ANY($2::bigint[]) THEN thread_id ELSE message_id END
  WHERE id = ANY($1::bigint[])`

function idsOf(messages: readonly HeldMessage[]): string[] {
  return messages.map(({ id }) => id)
}

/** @returns what goes into one summary each; whom a problem would have reached is told that it came and went */
function byRecipients(over: readonly HeldMessage[][], addressing: Addressing): HeldMessage[][][] {
  const groups = Map.groupBy(over, ([first]) => {
    const { alert_id: alertId, module, encrypted_options: encryptedOptions } = first
    const alert = { id: alertId ?? 0, name: first.content.alertName, module, encryptedOptions }
    const reached = addressing.recipientsOf(alert)
    const whom = reached.length > 0 ? [...reached].sort() : [encryptedOptions]
    return JSON.stringify([alertId, module, whom])
  })
  return [...groups.values()].flatMap((stories) => inParts(stories, MOST_IN_SUMMARY))
}

function inParts<Each>(all: readonly Each[], most: number): Each[][] {
  const count = Math.ceil(all.length / most)
  return Array.from({ length: count }, (_, part) => all.slice(part * most, (part + 1) * most))
}

async function summarise(client: PoolClient, stories: readonly HeldMessage[][], now: number) {
  const [{ alert_id: alertId, module, encrypted_options: encryptedOptions }] = stories[0]
  const messageId = `<${randomUUID()}@prophasis>`
  await client.query(
    `INSERT INTO notifications (alert_id, kind, module, encrypted_options, content, subject, message_id, thread_id)
     VALUES ($1, 'summary', $2, $3, $4, 'summary', $5, $5)`,
    [alertId, module, encryptedOptions, composeSummary(stories, now), messageId]
  )
}
