import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { idsThere, unknownId } from '../saving/refuse_unknown_ids.ts'
import { fieldError } from '../validators/field_error.ts'

/** A part as a body names it: exactly one of these. */
export interface PartGiven {
  host?: number
  host_group?: number
  service?: number
}

/** A row of `service_dependencies` or `redundancy_members`, without what it belongs to. */
export interface PartRow {
  host_id: number | null
  host_group_id: number | null
  needed_service_id?: number | null
}

/** The kinds of parts, by the name they have in a body. */
const KINDS = { host: 'hosts', host_group: 'host_groups', service: 'services' } as const
type PartKind = keyof typeof KINDS

/**
 * @param field the list they stand in
 * @returns rows, each part once
 * @throws E_VALIDATION_ERROR for `FIELD.N` or `FIELD.N.host` and its like
 */
export async function partsGiven(
  trx: TransactionClientContract,
  given: readonly PartGiven[],
  field: string
): Promise<PartRow[]> {
  const parts = given.map((part, index) => oneOf(part, `${field}.${index}`))
  for (const kind of Object.keys(KINDS) as PartKind[]) {
    const ids = parts.filter((part) => part.kind === kind).map((part) => part.id)
    const there = await idsThere(trx, KINDS[kind], ids)
    const at = parts.findIndex((part) => part.kind === kind && !there.has(part.id))
    if (at >= 0) throw unknownId(KINDS[kind], parts[at].id, `${field}.${at}.${kind}`)
  }
  const isDependency = field === 'dependencies'
  const rows = parts.map((part) => [`${part.kind}:${part.id}`, rowOf(part, isDependency)] as const)
  return [...new Map(rows).values()]
}

function rowOf({ kind, id }: { kind: PartKind; id: number }, isDependency: boolean): PartRow {
  return {
    host_id: kind === 'host' ? id : null,
    host_group_id: kind === 'host_group' ? id : null,
    ...(isDependency && { needed_service_id: kind === 'service' ? id : null }),
  }
}

function oneOf(part: PartGiven, field: string) {
  const named = Object.entries(part).filter(([, id]) => id !== undefined)
  const [first] = named
  if (named.length === 1) return { kind: first[0] as PartKind, id: Number(first[1]) }
  const kinds = field.startsWith('dependencies')
    ? 'host, host_group or service'
    : 'host or host_group'
  throw fieldError(field, `Name exactly one of ${kinds} here.`)
}
