import { severityOf, stateOf, type State } from '../monitoring/states.ts'
import { rows } from '../queries/rows.ts'
import { NotFound } from '../exceptions/refusals.ts'
import { notificationsWhere } from './notifications.ts'
import { transitionsWhere } from './transitions.ts'
import { type Page, hostsOfService } from './page.ts'

/** Which incidents are asked for; what is missing does not narrow it. */
export interface IncidentFilter {
  open?: boolean
  state?: State
  host?: number
  check?: number
  plugin?: number
  /** Those of machines this service needs. */
  service?: number
  from?: Date
  to?: Date
}

interface IncidentRow {
  id: number
  worst_state: number
  state: number
  total: string
}

/** @returns incidents, those that are open first, then the newest, and how many there are on all pages */
export async function listIncidents(filter: IncidentFilter, { page, perPage }: Page) {
  const hosts = filter.service === undefined ? null : await hostsOfService(filter.service)
  const wanted = { ...bindingsOf(filter), hosts }
  const offset = (page - 1) * perPage
  const found = await rows<IncidentRow>(
    `${INCIDENTS} WHERE ${CHOSEN} ORDER BY i.closed_at IS NULL DESC, i.opened_at DESC, i.id DESC
     LIMIT :limit OFFSET :offset`,
    { ...wanted, limit: perPage, offset }
  )
  const [{ count }] = await rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM incidents i WHERE ${CHOSEN}`,
    wanted
  )
  return { incidents: found.map(shown), total: count }
}

/**
 * @returns an incident with its changes, who was told, and whether it arrived
 * @throws NotFound
 */
export async function describeIncident(id: number) {
  const [found] = await rows<IncidentRow>(`${INCIDENTS} WHERE i.id = :id`, { id })
  if (!found) throw new NotFound(`There is no incident ${id}. GET /api/v1/incidents lists them.`)
  const transitions = await transitionsWhere('t.incident_id = :id', { id })
  const notifications = await notificationsWhere('n.incident_id = :id', { id })
  return { ...shown(found), transitions, notifications }
}

function shown({ worst_state: worst, state, total: _total, ...incident }: IncidentRow) {
  return { ...incident, worst_state: stateOf(worst), state: stateOf(state) }
}

function bindingsOf({ open, state, host, check, plugin, from, to }: IncidentFilter) {
  return {
    ...{
      open: open ?? null,
      state: state ? severityOf(state) : null,
      host: host ?? null,
      check: check ?? null,
    },
    ...{ plugin: plugin ?? null, from: from ?? null, to: to ?? null },
  }
}

const CHOSEN = `
  (:open::boolean IS NULL OR (i.closed_at IS NULL) = :open)
  AND (:host::int IS NULL OR i.host_id = :host) AND (:check::int IS NULL OR i.check_id = :check)
  AND (:plugin::int IS NULL OR i.plugin_id = :plugin) AND (:hosts::int[] IS NULL OR i.host_id = ANY(:hosts))
  AND (:from::timestamptz IS NULL OR i.opened_at >= :from) AND (:to::timestamptz IS NULL OR i.opened_at < :to)
  AND (:state::int IS NULL OR i.worst_state = :state)`

/** One that is over has the state ok. */
const INCIDENTS = `
  SELECT i.id, json_build_object('id', h.id, 'name', h.name) AS host,
    json_build_object('id', c.id, 'name', c.name) AS "check",
    json_build_object('id', p.id, 'identifier', p.identifier, 'name', p.name) AS plugin,
    i.instance, i.opened_at, i.closed_at, i.worst_state,
    CASE WHEN i.closed_at IS NULL THEN coalesce(cs.counts_as, cs.state, i.worst_state) ELSE 1 END AS state,
    coalesce((SELECT t.reason FROM transitions t WHERE t.incident_id = i.id AND t.kind = 'result'
      ORDER BY t.id DESC LIMIT 1), '') AS reason
  FROM incidents i JOIN hosts h ON h.id = i.host_id JOIN checks c ON c.id = i.check_id
  JOIN plugins p ON p.id = i.plugin_id
  LEFT JOIN current_states cs ON cs.host_id = i.host_id AND cs.check_id = i.check_id AND cs.plugin_id = i.plugin_id
    AND cs.instance = i.instance`
