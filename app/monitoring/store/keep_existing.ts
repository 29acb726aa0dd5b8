import type { PoolClient } from 'pg'
import type { Miss } from '../dispatch/outcome.ts'
import { assignmentIn } from '../health/consequences.ts'
import type { Memory } from '../health/memory.ts'
import type { JudgedResult } from '../health/standings_after.ts'
import type { Assignment } from '../configuration/configuration.ts'

/**
 * Leaves out what was deleted while it ran. Where something has to be written for it, what it belongs to is kept from
 * being deleted until the commit; the many results that change nothing need no such lock.
 */
export async function keepExisting(
  client: PoolClient,
  results: readonly JudgedResult[],
  misses: readonly Miss[],
  memory: Memory
): Promise<{ results: JudgedResult[]; misses: Miss[] }> {
  const changing = results.filter((judged) => changesSomething(judged, memory))
  const assignments = [
    ...changing.map(({ outcome }) => outcome.assignment),
    ...misses.map((miss) => miss.assignment),
  ]
  if (assignments.length === 0) return { results: [...results], misses: [] }
  const exists = await holdAll(client, assignments)
  const gone = new Set(changing.filter(({ outcome }) => !exists(outcome.assignment)))
  return {
    results: results.filter((judged) => !gone.has(judged)),
    misses: misses.filter(({ assignment }) => exists(assignment)),
  }
}

/** Whether a result can lead to anything but its own row: the states it gives are not those remembered. */
function changesSomething(judged: JudgedResult, memory: Memory): boolean {
  const { standings } = assignmentIn(memory, judged)
  const { state, why, instances } = judged.verdict
  const whole = standings.get('')
  if (judged.outcome.answer.type !== 'plugin' || whole?.state !== state || whole.reason !== why)
    return true
  const names = Object.keys(instances)
  return (
    names.length !== standings.size - 1 ||
    names.some((name) => {
      const own = standings.get(name)
      return own?.state !== instances[name].state || own.reason !== instances[name].why
    })
  )
}

async function holdAll(client: PoolClient, assignments: readonly Assignment[]) {
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
  return ({ host, check, plugin }: Assignment) =>
    hosts.has(host.id) && checks.has(check.id) && plugins.has(plugin.id)
}
