import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Pool } from 'pg'
import { ownDatabase } from '../../support/own_database.ts'

const COUNT = 5

/** Which groups are directly in a group, and which hosts. */
const nestings = fc.array(
  fc.record({
    groups: fc.uniqueArray(fc.nat(COUNT - 1)),
    hosts: fc.uniqueArray(fc.nat(COUNT - 1)),
  }),
  { minLength: COUNT, maxLength: COUNT }
)
type Nesting = typeof nestings extends fc.Arbitrary<infer Value> ? Value : never

/** Every host of a group, found by walking, with what was seen on the way left out. */
function walk(nesting: Nesting, id: number, seen: number[] = []): Set<number> {
  if (seen.includes(id)) return new Set()
  const below = nesting[id].groups.flatMap((each) => [...walk(nesting, each, [...seen, id])])
  return new Set([...nesting[id].hosts, ...below])
}

test.group('Groups in groups', (group) => {
  let pool: Pool
  let ids: { groups: number[]; hosts: number[] }
  group.setup(async () => {
    const database = await ownDatabase()
    pool = database.pool
    const made = async (sql: string) => (await pool.query(sql)).rows.map((row) => row.id as number)
    const series = `SELECT 'n' || n FROM generate_series(1, ${COUNT}) n`
    ids = {
      hosts: await made(
        `INSERT INTO hosts (name, address) SELECT name, name FROM (${series}) s (name) RETURNING id`
      ),
      groups: await made(`INSERT INTO host_groups (name) ${series} RETURNING id`),
    }
    return () => database.drop()
  })

  async function store(nesting: Nesting) {
    await pool.query('DELETE FROM host_group_groups; DELETE FROM host_group_hosts')
    const pairs = (members: number[][], of: number[]) =>
      members.flatMap((list, index) => list.map((id) => [ids.groups[index], of[id]]))
    const insert = (table: string, rows: number[][]) =>
      pool.query(`INSERT INTO ${table} SELECT * FROM unnest($1::int[], $2::int[])`, [
        rows.map(([one]) => one),
        rows.map(([, other]) => other),
      ])
    await insert(
      'host_group_groups',
      pairs(
        nesting.map((each) => each.groups),
        ids.groups
      )
    )
    await insert(
      'host_group_hosts',
      pairs(
        nesting.map((each) => each.hosts),
        ids.hosts
      )
    )
  }

  async function flattened(): Promise<number[][]> {
    const { rows } = await pool.query<{ host_group_id: number; host_id: number }>(
      'SELECT * FROM hosts_of_groups ORDER BY 1, 2'
    )
    return ids.groups.map((id) =>
      rows.filter((row) => row.host_group_id === id).map((row) => ids.hosts.indexOf(row.host_id))
    )
  }

  test('hold what walking through them finds, in circles too', async () => {
    await fc.assert(
      fc.asyncProperty(nestings, async (nesting) => {
        await store(nesting)
        const found = await flattened()
        return found.every((hosts, id) => {
          const wanted = [...walk(nesting, id)].sort((a, b) => a - b)
          return JSON.stringify(hosts) === JSON.stringify(wanted)
        })
      }),
      { numRuns: 100 }
    )
  })

  test('A in B in A ends, and both hold the hosts of both', async ({ assert }) => {
    const empty = { groups: [], hosts: [] }
    await store([{ groups: [1], hosts: [0] }, { groups: [0], hosts: [1] }, empty, empty, empty])
    assert.deepEqual(await flattened(), [[0, 1], [0, 1], [], [], []])
  })

  test('forget a deleted host or group at once', async ({ assert }) => {
    const all = { groups: [0], hosts: [4] }
    await store([{ groups: [], hosts: [0, 1] }, all, all, all, all])
    await pool.query('DELETE FROM hosts WHERE id = $1', [ids.hosts[0]])
    assert.deepEqual((await flattened())[1], [1, 4])
    await pool.query('DELETE FROM host_groups WHERE id = $1', [ids.groups[0]])
    assert.deepEqual((await flattened())[1], [4])
  })
})
