import { stateOf } from '../monitoring/states.ts'
import { rows } from '../queries/rows.ts'
import type { Page } from './page.ts'

/** Which changes are asked for; what is missing does not narrow it. */
export interface TransitionFilter {
  kind?: 'result' | 'host' | 'service'
  host?: number
  check?: number
  plugin?: number
  service?: number
  from?: Date
  to?: Date
}

interface TransitionRow {
  id: string
  from_state: number
  to_state: number
}

type Bindings = NonNullable<Parameters<typeof rows>[1]>

/** @returns changes of results, hosts and services, newest first, and how many there are on all pages */
export async function listTransitions(filter: TransitionFilter, { page, perPage }: Page) {
  const { kind = null, host = null, check = null, plugin = null, service = null } = filter
  const wanted = {
    kind,
    host,
    check,
    plugin,
    service,
    from: filter.from ?? null,
    to: filter.to ?? null,
  }
  const offset = (page - 1) * perPage
  const bindings = { ...wanted, limit: perPage, offset }
  const transitions = await transitionsWhere(
    `${CHOSEN} ORDER BY t.at DESC, t.id DESC LIMIT :limit OFFSET :offset`,
    bindings,
    ''
  )
  const [{ count }] = await rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM transitions t WHERE ${CHOSEN}`,
    wanted
  )
  return { transitions, total: count }
}

/** @param condition on `transitions t`, and what follows it */
export async function transitionsWhere(
  condition: string,
  bindings: Bindings,
  order = 'ORDER BY t.at, t.id'
) {
  const found = await rows<TransitionRow>(`${TRANSITIONS} WHERE ${condition} ${order}`, bindings)
  return found.map(({ id, from_state, to_state, ...rest }) => ({
    ...{ id: Number(id), from: stateOf(from_state), to: stateOf(to_state) },
    ...rest,
  }))
}

const CHOSEN = `
  (:kind::text IS NULL OR t.kind = :kind) AND (:host::int IS NULL OR t.host_id = :host)
  AND (:check::int IS NULL OR t.check_id = :check) AND (:plugin::int IS NULL OR t.plugin_id = :plugin)
  AND (:service::int IS NULL OR t.service_id = :service)
  AND (:from::timestamptz IS NULL OR t.at >= :from) AND (:to::timestamptz IS NULL OR t.at < :to)`

const named = (table: string) =>
  `CASE WHEN ${table}.id IS NOT NULL THEN json_build_object('id', ${table}.id, 'name', ${table}.name) END`

const TRANSITIONS = `
  SELECT t.id, t.at, t.kind, t.from_state, t.to_state, t.reason, t.instance, t.incident_id,
    ${named('h')} AS host, ${named('s')} AS service, ${named('c')} AS "check", ${named('p')} AS plugin
  FROM transitions t LEFT JOIN hosts h ON h.id = t.host_id LEFT JOIN services s ON s.id = t.service_id
  LEFT JOIN checks c ON c.id = t.check_id LEFT JOIN plugins p ON p.id = t.plugin_id`
