import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Infer } from '@vinejs/vine/types'
import type { Role } from '../access/roles.ts'
import { NotFound } from '../exceptions/refusals.ts'
import ApiClient from '../models/api_client.ts'
import { changeConfiguration } from '../saving/change_configuration.ts'
import type { clientBody, clientChanges } from '../validators/api/people.ts'
import { fieldError } from '../validators/field_error.ts'

/** A program that uses the API, without its tokens: only their hashes are kept. */
export interface ShownClient {
  id: number
  name: string
  description: string
  role: Role
  token_count: number
  last_used_at: Date | null
  created_at: Date
}

/** A token as it can be shown: what it was made of is in the hands of the program alone. */
export interface ShownToken {
  id: number
  last_used_at: Date | null
  created_at: Date
}

/** A program as a body gives it. */
export type NewClient = Infer<typeof clientBody>

/** What changes of a program; what is missing stays. */
export type ClientChanges = Infer<typeof clientChanges>

/** @returns the programs by name */
export async function describeClients(): Promise<ShownClient[]> {
  const { rows } = await db.rawQuery<{ rows: ShownClient[] }>(`${CLIENTS} ORDER BY c.name`)
  return rows
}

/**
 * @returns a program with its tokens, the oldest first
 * @throws NotFound
 */
export async function describeClient(id: number): Promise<ShownClient & { tokens: ShownToken[] }> {
  const { rows } = await db.rawQuery<{ rows: ShownClient[] }>(`${CLIENTS} HAVING c.id = :id`, {
    id,
  })
  if (!rows[0]) throw clientNotFound(id)
  const tokens: ShownToken[] = await db
    .from('api_tokens')
    .where('tokenable_id', id)
    .select('id', 'last_used_at', 'created_at')
    .orderBy('id')
  return { ...rows[0], tokens }
}

function clientNotFound(id: number) {
  return new NotFound(`There is no program ${id}. GET /api/v1/api-clients lists them.`)
}

/**
 * Makes a program with its first token.
 * @returns it with the token, which is shown this once
 * @throws E_VALIDATION_ERROR for `name` when it is taken
 */
export async function createClient(given: NewClient) {
  const client = await db.transaction((trx) => insert(trx, given))
  return withToken(client)
}

/** Of several at the same moment the index lets one through. */
async function insert(trx: TransactionClientContract, { name, description = '', role }: NewClient) {
  const { rows } = await trx.rawQuery<{ rows: { id: number }[] }>(
    `INSERT INTO api_clients (name, description, role) VALUES (?, ?, ?)
     ON CONFLICT (name) DO NOTHING RETURNING id`,
    [name, description, role]
  )
  if (rows[0]) return ApiClient.findOrFail(rows[0].id, { client: trx })
  throw takenName(name)
}

function takenName(name: string) {
  return fieldError('name', `There is a program named "${name}" already. Choose another name.`)
}

/**
 * Changes what is given of a program; its tokens have another role from then on.
 * @throws E_VALIDATION_ERROR for `name` when it is taken, NotFound
 */
export function changeClient(id: number, given: ClientChanges): Promise<void> {
  return changeConfiguration(async (trx) => {
    const client = await ApiClient.find(id, { client: trx })
    if (!client) throw clientNotFound(id)
    const other = await ApiClient.findBy('name', given.name ?? client.name, { client: trx })
    if (other && other.id !== id) throw takenName(other.name)
    const changes = Object.entries(given).filter(([, value]) => value !== undefined)
    await client.merge(Object.fromEntries(changes)).save()
  })
}

async function withToken(client: ApiClient) {
  const token = await ApiClient.tokens.create(client)
  return { ...(await describeClient(client.id)), token: token.value!.release() }
}

/**
 * Makes a further token, to go over to before the old ones end.
 * @throws NotFound
 */
export async function addToken(id: number) {
  const client = await ApiClient.find(id)
  if (!client) throw clientNotFound(id)
  return withToken(client)
}

/**
 * Ends one token of a program; the others stay.
 * @throws NotFound
 */
export async function endToken(id: number, tokenId: number): Promise<void> {
  const { tokens } = await describeClient(id)
  await db.from('api_tokens').where({ tokenable_id: id, id: tokenId }).delete()
  if (tokens.some((token) => token.id === tokenId)) return
  throw new NotFound(
    `This program has no token ${tokenId}. GET /api/v1/api-clients/${id} lists those it has.`
  )
}

/**
 * Deletes a program; its tokens end with it.
 * @throws NotFound
 */
export async function deleteClient(id: number): Promise<void> {
  const [gone] = await db.from('api_clients').where('id', id).delete().returning('id')
  if (gone === undefined) throw clientNotFound(id)
}

const CLIENTS = `
  SELECT c.id, c.name, c.description, c.role, count(t.id)::int AS token_count, max(t.last_used_at) AS last_used_at, c.created_at
  FROM api_clients c LEFT JOIN api_tokens t ON t.tokenable_id = c.id
  GROUP BY c.id`
