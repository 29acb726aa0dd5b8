import type { Fleet } from '../fleet.ts'
import { nameOf } from '../fleet.ts'
import type { Bench } from '../bench.ts'
import { lostOf, measure } from '../measure.ts'
import { startMockAgents } from '../mock_agents.ts'
import type { Report } from '../report.ts'
import type { Stage } from '../stage.ts'

const HOSTS = 200
const FAULTY = 0.3
const SECONDS = 20

/**
 * Everything a mock agent can do wrong, one after the other; last what holds a request until its deadline, because the
 * next fault would wait for that.
 */
const FAULTS: Record<string, unknown>[] = [
  { status: 500 },
  { raw: 'this is not JSON\n' },
  { close: 'before' },
  { close: 'after_headers' },
  { close: 'middle' },
  { endless: true },
  { slow_bytes_per_s: 1 },
  { delay_ms: 600_000 },
]

/** How much later the plugins of all others start while three of ten hosts answer with each kind of fault. */
export async function faultyHosts(stage: Stage, report: Report) {
  const { plugins, intervalSeconds } = stage.options
  const fleet = { hosts: HOSTS, plugins, isBatch: false }
  const bench = await stage.set(fleet)
  const faulty = faultyOf(fleet)
  const leftOut = { leftOut: faulty }
  const before = await measure(bench, SECONDS, leftOut)
  report.lose(lostOf(before), 'faults_add_ms before')
  const mock = await startMockAgents(faulty)
  try {
    await bench.move(faulty.map(nameOf), mock)
    let worst = 0
    for (const fault of FAULTS) {
      mock.fail(fault)
      const startedAt = new Date()
      const measured = await measure(bench, SECONDS, leftOut)
      const added = measured.lateness.p99 - before.lateness.p99
      worst = Math.max(worst, added)
      const failures = await failuresOf(bench, faulty, startedAt)
      report.note(
        `${JSON.stringify(fault)}: ${measured.lateness.p99} ms late (p99); ${failures} results and misses of the faulty ones`
      )
      report.lose(lostOf(measured), `faults_add_ms with ${JSON.stringify(fault)}`)
    }
    report.note(`${before.lateness.p99} ms late (p99) before`)
    report.figure('faults_add_ms', worst, fleet, intervalSeconds)
  } finally {
    await mock.stop()
  }
  await stage.clear()
}

function faultyOf({ hosts }: Fleet): number[] {
  return Array.from({ length: hosts * FAULTY }, (_, index) => Math.floor(index / FAULTY))
}

/** @returns how many slots of these hosts have ended without data since then, as results or as misses */
async function failuresOf({ pool }: Bench, hosts: number[], since: Date): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int + (SELECT coalesce(sum(slot_count), 0)::int FROM misses JOIN hosts ON hosts.id = host_id
       WHERE name = ANY($1) AND to_slot >= $2) AS count
     FROM results JOIN series ON series_id = series.id JOIN hosts ON hosts.id = host_id
     WHERE name = ANY($1) AND metric = '' AND slot >= $2 AND result_type <> 0`,
    [hosts.map(nameOf), since]
  )
  return rows[0].count
}
