import type { Pool, PoolClient } from 'pg'
import type { Configuration } from '../configuration/configuration.ts'
import type { HealthGraph } from '../health/health_graph.ts'
import { type Health, healthOf, type Memory } from '../health/memory.ts'
import type { Subject } from '../health/consequences.ts'
import { CHANGES } from './announce.ts'
import { lockEpoch } from './lease.ts'
import { inTransaction } from './transaction.ts'
import { type WrittenHealth, writeHealth, writeTransitions } from './write_health.ts'

/**
 * Brings states and health to what a changed configuration makes of them, without any new result. What is watched no
 * more ends quietly: its states go, its incidents are closed and its threads end without a message, because nothing was
 * solved. What is paused is only left out of health for as long as that lasts.
 * @param memory holds all assignments of the configuration; brought up to date after the commit
 */
export async function reconcile(
  pool: Pool,
  epoch: number,
  memory: Memory,
  configuration: Configuration,
  graph: HealthGraph,
  now: number
): Promise<void> {
  forgetAllBut(memory, configuration)
  const changes = [...changesOf(memory, configuration, graph, now)]
  await inTransaction(pool, async (client) => {
    await lockEpoch(client, epoch)
    await endWhatIsGone(client, now)
    if (changes.length === 0) return
    await writeTransitions(client, [], changes, new Map())
    await writeHealth(client, changes)
    await endQuietThreads(client, changes, graph)
    await client.query('SELECT pg_notify($1, $2)', [CHANGES, ''])
  })
  for (const { subject, to, at } of changes)
    Object.assign(healthIn(memory, subject), { state: to, since: at })
}

/** Keeps of each host what is planned, as of the newest configuration. */
function forgetAllBut(memory: Memory, { assignments, hostsOfGroups, services }: Configuration) {
  for (const host of memory.hosts.values()) {
    for (const [key, own] of host.assignments) {
      const assignment = assignments.get(key)
      if (assignment) own.assignment = assignment
      else host.assignments.delete(key)
    }
  }
  for (const id of memory.groups.keys()) if (!hostsOfGroups.has(id)) memory.groups.delete(id)
  for (const id of memory.services.keys()) if (!services.has(id)) memory.services.delete(id)
}

/** What has another health now than it is remembered to have. */
function* changesOf(
  memory: Memory,
  { hostsOfGroups, services }: Configuration,
  graph: HealthGraph,
  at: number
): Generator<WrittenHealth> {
  const fresh = new Map([...memory.hosts].map(([id, host]) => [id, healthOf(host)]))
  const healthOfHost = (id: number) => fresh.get(id) ?? 'no_data'
  const subjects: [Subject, to: Health['state']][] = [
    ...[...fresh].map(([id, to]): [Subject, Health['state']] => [{ kind: 'host', id }, to]),
    ...[...hostsOfGroups.keys()].map((id): [Subject, Health['state']] => [
      { kind: 'group', id },
      graph.healthOfGroup(id, healthOfHost),
    ]),
    ...[...services.keys()].map((id): [Subject, Health['state']] => [
      { kind: 'service', id },
      graph.healthOfService(id, healthOfHost),
    ]),
  ]
  for (const [subject, to] of subjects) {
    const { state: from } = healthIn(memory, subject)
    if (from !== to) yield { subject, from, to, at }
  }
}

/** @returns what the memory holds of somebody's health; a first entry when there is none yet */
function healthIn(memory: Memory, { kind, id }: Subject): Health {
  if (kind === 'host') return memory.hosts.get(id)!
  const all = kind === 'group' ? memory.groups : memory.services
  const known = all.get(id) ?? { state: 'no_data', since: 0 }
  all.set(id, known)
  return known
}

/** Assignments that exist no more, paused or not. */
async function endWhatIsGone(client: PoolClient, now: number) {
  const gone = `NOT EXISTS (SELECT FROM assignments a WHERE a.host_id = t.host_id AND a.check_id = t.check_id
    AND a.plugin_id = t.plugin_id)`
  await client.query(`DELETE FROM current_states t WHERE ${gone}`)
  const closed = await client.query<{ subject: string }>(
    `UPDATE incidents t SET closed_at = greatest($1, opened_at) WHERE closed_at IS NULL AND ${gone}
     RETURNING concat_ws(':', 'result', host_id, check_id, plugin_id, instance) AS subject`,
    [new Date(now)]
  )
  if (closed.rows.length > 0)
    await withdraw(
      client,
      closed.rows.map((row) => row.subject)
    )
}

/**
 * What is well now, or watched no more, with no trouble left on the books of its hosts: nothing is open there. Where
 * something is only paused, its trouble is still on the books.
 */
async function endQuietThreads(
  client: PoolClient,
  changes: readonly WrittenHealth[],
  graph: HealthGraph
) {
  const { rows } = await client.query<{ host_id: number }>(
    'SELECT DISTINCT host_id FROM incidents WHERE closed_at IS NULL'
  )
  const troubled = new Set(rows.map((row) => row.host_id))
  const quiet = changes.filter(({ subject, to }) => {
    const { kind, id } = subject
    if (kind === 'group' || (to !== 'ok' && to !== 'no_data')) return false
    const hosts = kind === 'host' ? new Set([id]) : graph.hostsOfService(id)
    return hosts.isDisjointFrom(troubled)
  })
  const subjects = quiet.map(({ subject }) => `${subject.kind}:${subject.id}`)
  await withdraw(client, subjects)
}

/** Ends the open threads about these subjects without a message. */
async function withdraw(client: PoolClient, subjects: string[]) {
  await client.query(
    `INSERT INTO notifications (alert_id, incident_id, kind, module, encrypted_options, content, subject, message_id,
       thread_id, status)
     SELECT DISTINCT ON (alert_id, subject) alert_id, incident_id, 'recovery', module, encrypted_options, content,
       subject, '<' || gen_random_uuid() || '@prophasis>', thread_id, 'withdrawn'
     FROM notifications told
     WHERE kind = 'problem' AND subject = ANY($1::text[]) AND NOT EXISTS (
       SELECT FROM notifications ended WHERE ended.alert_id = told.alert_id AND ended.subject = told.subject
         AND ended.thread_id = told.thread_id AND ended.kind = 'recovery')
     ORDER BY alert_id, subject, id DESC`,
    [subjects]
  )
}
