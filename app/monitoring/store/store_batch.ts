import type { Pool, PoolClient } from 'pg'
import { matchesOf, type HealthChange, type Match } from '../alert/matching.ts'
import type { Addressing } from '../alert/addressing.ts'
import { raiseNotifications } from '../alert/raise_notifications.ts'
import { pointOf } from '../classify/judge_results.ts'
import type { AlertEntry } from '../configuration/configuration.ts'
import type { Miss } from '../dispatch/outcome.ts'
import { healthChangesOf } from '../health/health_changes.ts'
import type { Standing } from '../health/memory.ts'
import {
  changesBetween,
  standingsAfter,
  type JudgedResult,
  type StandingChange,
} from '../health/standings_after.ts'
import { insertResults, seriesOf } from './insert_results.ts'
import { lockEpoch } from './lease.ts'
import { ensureMessages, type MessageIds } from './messages.ts'
import { ensurePartitions } from './partitions.ts'
import type { Memory } from './recall.ts'
import { ensureSeries, type SeriesIds } from './series.ts'
import { writeHealth, writeIncident, writeStandings, writeTransition } from './write_changes.ts'
import { writeMisses, writeProgress } from './write_progress.ts'

/** What is stored together, or not at all. At most one result per assignment. */
export interface Batch {
  results: JudgedResult[]
  misses: Miss[]
}

/** What the core keeps to store the next batch faster. */
export interface StoreCaches {
  partitions: Set<string>
  series: SeriesIds
  messages: MessageIds
}

export function emptyCaches(): StoreCaches {
  return { partitions: new Set(), series: new Map(), messages: new Map() }
}

/**
 * Stores a batch in one transaction: results, standings, incidents, transitions, health, the outbox, misses, progress.
 * The memory is brought up to date after the commit only; when this throws, it is as it was.
 * @param alerts whose messages go into the outbox
 * @throws StaleEpoch when another core has taken over; any error of the database
 */
export async function storeBatch(
  pool: Pool,
  epoch: number,
  batch: Batch,
  memory: Memory,
  caches: StoreCaches,
  alerts: readonly AlertEntry[],
  addressing: Addressing
): Promise<void> {
  await prepare(pool, batch, caches)
  const client = await pool.connect()
  let failure: unknown
  try {
    await client.query('BEGIN')
    await lockEpoch(client, epoch)
    const { results, misses } = await keepExisting(client, batch)
    const fresh = await insertResults(client, results, caches.series, caches.messages)
    const { advanceMemory, changedHosts } = await writeAllThatFollows(
      client,
      fresh,
      memory,
      alerts,
      addressing
    )
    await writeMisses(client, misses)
    await writeProgress(
      client,
      results.map((each) => each.outcome),
      misses
    )
    await announce(client, results, changedHosts)
    await client.query('COMMIT')
    advanceMemory()
  } catch (error) {
    failure = error
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release(failure instanceof Error)
  }
}

/** What may be done before the transaction, because doing it twice or in vain does no harm. */
async function prepare(pool: Pool, { results }: Batch, caches: StoreCaches) {
  await ensurePartitions(
    pool,
    results.map((each) => each.outcome.slot),
    caches.partitions
  )
  await ensureSeries(pool, results.flatMap(seriesOf), caches.series)
  await ensureMessages(
    pool,
    results.map((each) => each.outcome.answer.message),
    caches.messages
  )
}

/** Leaves out what was deleted while it ran, and keeps the rest from being deleted until the commit. */
async function keepExisting(client: PoolClient, { results, misses }: Batch): Promise<Batch> {
  const assignments = [
    ...results.map((each) => each.outcome.assignment),
    ...misses.map((miss) => miss.assignment),
  ]
  const held = async (table: string, ids: number[]) => {
    const unique = [...new Set(ids)].sort((a, b) => a - b)
    const sql = `SELECT id FROM ${table} WHERE id = ANY($1::int[]) ORDER BY id FOR KEY SHARE`
    const { rows } = await client.query<{ id: number }>(sql, [unique])
    return new Set(rows.map((row) => row.id))
  }
  const hosts = await held(
    'hosts',
    assignments.map((each) => each.host.id)
  )
  const checks = await held(
    'checks',
    assignments.map((each) => each.check.id)
  )
  const plugins = await held(
    'plugins',
    assignments.map((each) => each.plugin.id)
  )
  const exists = ({ assignment }: Pick<Miss, 'assignment'>) =>
    hosts.has(assignment.host.id) &&
    checks.has(assignment.check.id) &&
    plugins.has(assignment.plugin.id)
  return { results: results.filter((each) => exists(each.outcome)), misses: misses.filter(exists) }
}

/** @returns what brings the memory up to date once all is committed, and the hosts on which something changed */
async function writeAllThatFollows(
  client: PoolClient,
  fresh: readonly JudgedResult[],
  memory: Memory,
  alerts: readonly AlertEntry[],
  addressing: Addressing
): Promise<{ advanceMemory: () => void; changedHosts: Set<number> }> {
  const standings = new Map<JudgedResult, Map<string, Standing>>()
  const changes: StandingChange[] = []
  for (const judged of fresh) {
    const before = memoryOf(memory, judged).standings
    const after = standingsAfter(before, judged)
    standings.set(judged, after)
    changes.push(...changesBetween(before, after, judged))
    await writeStandings(client, judged, before, after)
  }
  const incidents = new Map<StandingChange, number | null>()
  for (const change of changes) {
    incidents.set(change, await writeIncident(client, change))
    await writeTransition(client, change, incidents.get(change) ?? null)
  }
  const healthChanges = healthChangesOf(memory, standings, changes)
  for (const change of healthChanges)
    await writeHealth(client, change, incidents.get(change.cause) ?? null)
  const incidentIdOf = (match: Match) => incidents.get(match.cause) ?? null
  await raiseNotifications(
    client,
    matchesOf(alerts, changes, healthChanges),
    incidentIdOf,
    addressing
  )
  return {
    advanceMemory: () => advance(memory, standings, healthChanges),
    changedHosts: new Set(changes.map((change) => change.judged.outcome.assignment.host.id)),
  }
}

function advance(
  memory: Memory,
  standings: ReadonlyMap<JudgedResult, Map<string, Standing>>,
  healthChanges: readonly HealthChange[]
) {
  for (const [judged, after] of standings) {
    const own = memoryOf(memory, judged)
    own.standings = after
    own.points.push(pointOf(judged.outcome))
    own.points.splice(
      0,
      Math.max(0, own.points.length - judged.outcome.assignment.rule.historySize)
    )
  }
  for (const change of healthChanges) {
    const host = memory.get(change.hostId)!
    host.health = change.to
    host.since = change.cause.judged.outcome.slot
  }
}

function memoryOf(memory: Memory, { outcome }: JudgedResult) {
  return memory.get(outcome.assignment.host.id)!.assignments.get(outcome.assignment.key)!
}

/** Tells open pages which machines changed, and which only have newer numbers. */
async function announce(
  client: PoolClient,
  results: readonly JudgedResult[],
  changedHosts: ReadonlySet<number>
) {
  const hostIds = new Set(results.map((each) => each.outcome.assignment.host.id))
  const payloads = [...hostIds].map((id) =>
    JSON.stringify({ type: changedHosts.has(id) ? 'host' : 'results', id })
  )
  await client.query(`SELECT pg_notify('changes', payload) FROM unnest($1::text[]) AS payload`, [
    payloads,
  ])
}
