import { createHash } from 'node:crypto'
import type { Pool } from 'pg'

const MOST_KEPT = 10_000

/** Numbers of interned messages by their text. */
export type MessageIds = Map<string, number>

/** Looks up the numbers of texts, and stores those that are new. The empty text has none. */
export async function ensureMessages(
  pool: Pool,
  texts: Iterable<string>,
  known: MessageIds
): Promise<void> {
  const missing = [...new Set(texts)].filter((text) => text !== '' && !known.has(text))
  if (missing.length === 0) return
  if (known.size > MOST_KEPT) known.clear()
  const digests = missing.map((text) => createHash('sha256').update(text).digest())
  await pool.query(
    `INSERT INTO messages (text, digest) SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT (digest) DO NOTHING`,
    [missing, digests]
  )
  const { rows } = await pool.query<{ id: number; text: string }>(
    'SELECT id, text FROM messages WHERE digest = ANY($1::bytea[])',
    [digests]
  )
  for (const row of rows) known.set(row.text, row.id)
}
