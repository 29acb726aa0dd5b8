import type { Pool, PoolClient } from 'pg'
import type { Addressing } from '../alert/addressing.ts'
import { matchesOf } from '../alert/matching.ts'
import { raiseNotifications } from '../alert/raise_notifications.ts'
import type { AlertEntry, Configuration } from '../configuration/configuration.ts'
import type { Miss } from '../dispatch/outcome.ts'
import type { TimeAway } from '../ended_slots.ts'
import { consequencesOf, type Consequences } from '../health/consequences.ts'
import { createHealthGraph, type HealthGraph } from '../health/health_graph.ts'
import type { Memory } from '../health/memory.ts'
import type { JudgedResult } from '../health/standings_after.ts'
import { advanceMemory } from './advance_memory.ts'
import { announce } from './announce.ts'
import { rememberHours } from './hours_to_gather.ts'
import { insertResults, isStoredAlready } from './insert_results.ts'
import { keepExisting } from './keep_existing.ts'
import { lockEpoch } from './lease.ts'
import { ensureMessages, type MessageIds } from './messages.ts'
import { ensurePartitions, RESULTS } from './partitions.ts'
import { ensureSeries, type SeriesIds } from './series.ts'
import { inTransaction } from './transaction.ts'
import { writeHealth, writeTransitions } from './write_health.ts'
import { writeIncidents } from './write_incidents.ts'
import { writeMisses } from './write_misses.ts'
import { writeStandings } from './write_standings.ts'

/** What is stored together, or not at all. At most one result per assignment. */
export interface Batch {
  results: JudgedResult[]
  misses: Miss[]
  /** When the database was away, of what has waited for it: its messages are held back until all of that is stored. */
  away?: TimeAway | undefined
}

/** What the core keeps to store the next batch faster. */
export interface StoreCaches {
  partitions: Set<string>
  series: SeriesIds
  messages: MessageIds
  /** The newest hour known to be remembered, milliseconds since 1970. */
  hours: Set<number>
}

export function emptyCaches(): StoreCaches {
  return { partitions: new Set(), series: new Map(), messages: new Map(), hours: new Set() }
}

/** What of the configuration decides what follows from a result. */
export interface Rules {
  graph: HealthGraph
  services: Configuration['services']
  alerts: readonly AlertEntry[]
  addressing: Addressing
}

/** @returns the rules of a configuration */
export function rulesOf(configuration: Configuration, addressing: Addressing): Rules {
  const { services, alerts } = configuration
  return { graph: createHealthGraph(configuration), services, alerts, addressing }
}

/**
 * Stores a batch in one transaction: results, standings, incidents, transitions, health, the outbox, misses.
 * The memory is brought up to date after the commit only; when this throws, it is as it was.
 * @throws StaleEpoch when another core has taken over; any error of the database
 */
export async function storeBatch(
  pool: Pool,
  epoch: number,
  batch: Batch,
  memory: Memory,
  caches: StoreCaches,
  rules: Rules
): Promise<void> {
  await prepare(pool, batch, caches)
  const attempt = (mayExist: boolean) =>
    inTransaction(pool, async (client) => {
      await lockEpoch(client, epoch)
      const { series, messages } = caches
      const stored = await insertResults(client, batch.results, series, messages, mayExist)
      const { results: fresh, misses } = await keepExisting(client, stored, batch.misses, memory)
      const following = consequencesOf(fresh, memory, rules.graph)
      await writeAll(client, following, memory, rules, batch.away)
      await writeMisses(client, misses)
      await rememberHours(client, fresh, caches.hours)
      await announce(client, stored, following)
      return following
    })
  // After a commit of which nobody knows whether it arrived, and from a spool that was stored before a kill.
  const consequences = await attempt(false).catch((error: unknown) => {
    if (!isStoredAlready(error)) throw error
    return attempt(true)
  })
  advanceMemory(memory, consequences)
}

/** What may be done before the transaction, because doing it twice or in vain does no harm. */
async function prepare(pool: Pool, { results }: Batch, caches: StoreCaches) {
  const outcomes = results.map((each) => each.outcome)
  await ensurePartitions(
    pool,
    RESULTS,
    new Set(outcomes.map(({ slot }) => slot)),
    caches.partitions
  )
  await ensureSeries(pool, results, caches.series)
  await ensureMessages(pool, new Set(outcomes.map(({ answer }) => answer.message)), caches.messages)
}

async function writeAll(
  client: PoolClient,
  { standings, changes, health }: Consequences,
  memory: Memory,
  { services, alerts, addressing }: Rules,
  away?: TimeAway
) {
  await writeStandings(client, standings, memory)
  if (changes.length === 0) return
  const incidents = await writeIncidents(client, changes)
  const written = health.map((change) => ({ ...change, at: change.cause.judged.outcome.slot }))
  await writeTransitions(client, changes, written, incidents)
  await writeHealth(client, written)
  const matches = matchesOf(alerts, changes, health, services)
  await raiseNotifications(client, matches, incidents, addressing, away)
}
