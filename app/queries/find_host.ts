import { NotFound } from '../exceptions/refusals.ts'
import { type State, stateOf } from '../monitoring/states.ts'
import { rows } from './rows.ts'

/** A machine as its page introduces it. */
export interface HostFacts {
  id: number
  name: string
  address: string
  description: string
  /** Of its last answer; empty before the first. */
  os: string
  isSelf: boolean
  isPaused: boolean
  state: State
  since: Date | null
  checkedAt: Date | null
}

/** @throws NotFound when there is no such machine */
export async function findHost(id: unknown): Promise<HostFacts> {
  const number = /^\d{1,9}$/.test(String(id)) ? Number(id) : 0
  const [found] = await rows<Omit<HostFacts, 'state'> & { severity: number }>(HOST, { id: number })
  if (!found) throw new NotFound('There is no such machine. It may have been removed.')
  const { severity, ...host } = found
  return { ...host, state: stateOf(severity) }
}

const HOST = `
  SELECT id, name, address, description, coalesce(about->>'os', '') AS os, is_self AS "isSelf",
    paused_at IS NOT NULL AS "isPaused", coalesce(state, 0) AS severity, since,
    (SELECT max(newest.slot) FROM series CROSS JOIN LATERAL (
      SELECT slot FROM results WHERE series_id = series.id ORDER BY slot DESC LIMIT 1) newest
      WHERE series.host_id = hosts.id AND series.metric = '' AND series.instance = '') AS "checkedAt"
  FROM hosts LEFT JOIN host_health ON host_id = id
  WHERE id = :id`
