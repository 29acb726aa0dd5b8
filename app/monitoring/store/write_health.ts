import type { PoolClient } from 'pg'
import type { HealthChange, Subject } from '../health/consequences.ts'
import type { StandingChange } from '../health/standings_after.ts'
import { severityOf, STATE_WORDS, type State } from '../states.ts'
import type { Incidents } from './write_incidents.ts'

/** A change of health as it is written; without a cause it comes from a change of the configuration. */
export type WrittenHealth = Omit<HealthChange, 'cause'> & { at: number; cause?: StandingChange }

/** Keeps the health of hosts, groups and services. */
export async function writeHealth(client: PoolClient, changes: readonly WrittenHealth[]) {
  for (const [kind, own] of Map.groupBy(changes, ({ subject }) => subject.kind)) {
    await client.query(UPSERT[kind], [
      own.map(({ subject }) => subject.id),
      own.map(({ to }) => severityOf(to)),
      own.map(({ at }) => new Date(at)),
    ])
  }
}

const UPSERT: Record<Subject['kind'], string> = {
  host: upsert('host_health', 'host_id', 'hosts'),
  group: upsert('host_group_health', 'host_group_id', 'host_groups'),
  service: upsert('service_health', 'service_id', 'services'),
}

/** What was deleted meanwhile has no health. */
function upsert(table: string, key: string, of: string): string {
  return `
    INSERT INTO ${table} (${key}, state, since)
    SELECT changed.* FROM unnest($1::int[], $2::smallint[], $3::timestamptz[]) AS changed (id, state, since)
    JOIN ${of} ON ${of}.id = changed.id
    ON CONFLICT (${key}) DO UPDATE SET state = excluded.state, since = excluded.since`
}

interface TransitionRow {
  kind: 'result' | 'host' | 'service'
  serviceId: number | null
  hostId: number | null
  cause: StandingChange | undefined
  from: State
  to: State
  at: number
  reason: string
}

/** Writes down every change, of results and of the health of hosts and services. */
export async function writeTransitions(
  client: PoolClient,
  changes: readonly StandingChange[],
  health: readonly WrittenHealth[],
  incidents: Incidents
) {
  const rows = [
    ...changes.map(ofResult),
    ...health.filter(({ subject }) => subject.kind !== 'group').map(ofHealth),
  ]
  if (rows.length === 0) return
  const placeOf = ({ kind, cause }: TransitionRow) =>
    kind === 'service' ? undefined : cause?.judged.outcome.assignment
  await client.query(INSERT_TRANSITIONS, [
    rows.map((row) => row.kind),
    rows.map((row) => row.serviceId),
    rows.map((row) => row.hostId),
    rows.map((row) => placeOf(row)?.check.id ?? null),
    rows.map((row) => placeOf(row)?.plugin.id ?? null),
    rows.map((row) => row.cause?.instance ?? ''),
    rows.map((row) => (row.cause && incidents.get(row.cause)?.id) ?? null),
    rows.map((row) => severityOf(row.from)),
    rows.map((row) => severityOf(row.to)),
    rows.map((row) => new Date(row.at)),
    rows.map((row) => row.reason),
  ])
}

const INSERT_TRANSITIONS = `
  INSERT INTO transitions (kind, service_id, host_id, check_id, plugin_id, instance, incident_id, from_state, to_state,
    at, reason)
  SELECT t.* FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::int[], $6::text[], $7::int[], $8::smallint[],
    $9::smallint[], $10::timestamptz[], $11::text[]) AS t (kind, service_id, host_id, check_id, plugin_id)
  WHERE (t.service_id IS NULL OR EXISTS (SELECT FROM services WHERE id = t.service_id))
    AND (t.host_id IS NULL OR EXISTS (SELECT FROM hosts WHERE id = t.host_id))`

function ofResult(change: StandingChange): TransitionRow {
  const { assignment, slot } = change.judged.outcome
  return {
    ...{ kind: 'result', serviceId: null, hostId: assignment.host.id, cause: change },
    ...{ from: change.from, to: change.to, at: slot, reason: change.reason },
  }
}

function ofHealth({ subject, from, to, at, cause }: WrittenHealth): TransitionRow {
  const isOfHost = subject.kind === 'host'
  return {
    kind: isOfHost ? 'host' : 'service',
    serviceId: isOfHost ? null : subject.id,
    hostId: isOfHost ? subject.id : null,
    ...{ cause, from, to, at },
    reason: reasonFor(cause, isOfHost),
  }
}

const CONFIGURATION_CHANGED = 'What is watched here has changed.'

/** A service has no reason of its own: it is the one of the machine it needs. */
function reasonFor(cause: StandingChange | undefined, isOfHost: boolean): string {
  if (!cause) return CONFIGURATION_CHANGED
  if (isOfHost) return cause.reason
  const { host, plugin } = cause.judged.outcome.assignment
  const part = cause.instance === '' ? '' : `, ${cause.instance}`
  const word = STATE_WORDS[cause.to].toLowerCase()
  return `${host.name}: ${plugin.name}${part} is ${word}. ${cause.reason}`.trim()
}
