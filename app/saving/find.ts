import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { NotFound } from '../exceptions/refusals.ts'
import { type Kind, KINDS } from './tables.ts'

/** What all kinds have. */
export interface Found {
  id: number
  name: string
  paused_at?: Date | null
}

/**
 * @returns the row of a thing by its id
 * @throws NotFound saying where the API lists those there are
 */
export async function find<Row extends Found = Found>(
  client: QueryClientContract,
  kind: Kind,
  id: number
): Promise<Row> {
  const row = (await client.from(kind).where('id', id).first()) as Row | null
  if (row) return row
  throw notFound(kind, id)
}

export function notFound(kind: Kind, id: number | string) {
  const { word, path } = KINDS[kind]
  return new NotFound(`There is no ${word} ${id}. GET ${path} lists them.`)
}
