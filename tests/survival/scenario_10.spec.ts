import { test } from '@japa/runner'
import { RESULT_TYPES, type ResultType } from '../../agent/protocol/result.ts'
import { MockAgent } from '../../agent/tests/support/mock_client.ts'
import { eventually } from '../support/eventually.ts'
import { ownDatabase, type OwnDatabase } from '../support/own_database.ts'
import { inFull, tell } from '../support/survival.ts'
import { startBomb } from './bomb.ts'
import type { CoreProcess } from './core_process.ts'
import { FINE, Fleet, PLUGINS, dataOf } from './fleet.ts'
import { buildProduct } from './product.ts'

const HEALTHY = 8
const EVERY_SECONDS = 2
const MOST_GROWTH_BYTES = 20e6
/** How often each of them is to have been asked in vain. */
const ROUNDS = inFull(2, 50)
const ENDS_WITHIN_MS = inFull(90_000, 1_200_000)

/** What each of them is to be shown as. */
const SHOWN: Record<string, [type: ResultType, reason: RegExp]> = {
  'silent': ['connection_timeout', /did not answer in time/],
  'slow': ['connection_timeout', /did not answer in time/],
  'endless': ['request_error', /too long/],
  'bomb': ['request_error', /compressed/],
  'other-certificate': ['certificate_error', /not the one that is expected/],
  'wrong-key': ['authentication_error', /does not accept our key/],
  'no-name': ['connection_error', /cannot be found/],
}

/** Scenarios 10 and 12: hosts that hang, flood, or are not who they should be. */
test.group('Hosts that are up to no good', (group) => {
  let database: OwnDatabase
  let fleet: Fleet
  let core: CoreProcess
  let bomb: Awaited<ReturnType<typeof startBomb>>
  const ids = new Map<string, number>()

  group.setup(async () => {
    await buildProduct()
    database = await ownDatabase()
    fleet = await Fleet.make(database, HEALTHY, EVERY_SECONDS)
    bomb = await startBomb(fleet.mock)
    return async () => {
      await fleet.end()
      bomb.stop()
      await database.drop()
    }
  })

  async function addBadHosts() {
    const faults = {
      silent: { delay_ms: 600_000 },
      slow: { slow_bytes_per_s: 1 },
      endless: { endless: true },
    }
    const entries = Object.entries(faults).map(([, fault], n) => [
      `127.0.1.${n + 2}`,
      { ...FINE, '*': fault },
    ])
    fleet.mock.say({ ...dataOf(HEALTHY), ...Object.fromEntries(entries) })
    for (const [n, name] of Object.keys(faults).entries())
      await add(name, { address: `127.0.1.${n + 2}` })
    const { certificatePem } = fleet.mock.running.certificate
    const strict = await MockAgent.start({ '127.0.0.1': FINE }, { key: 'right' })
    await add('bomb', { port: bomb.port })
    await add('other-certificate', { port: strict.port, certificate_pem: certificatePem })
    await add('wrong-key', {
      ...{ port: strict.port, key: 'wrong' },
      certificate_pem: strict.running.certificate.certificatePem,
    })
    await add('no-name', { address: 'nobody.invalid' })
  }

  async function add(name: string, changes: Parameters<Fleet['addHost']>[1]) {
    ids.set(name, await fleet.addHost(name, changes))
  }

  const answersOf = (name: string) =>
    fleet.rows<{ type: number; message: string | null; slot: Date }>(
      `SELECT r.result_type AS type, m.text AS message, r.slot FROM results r JOIN series s ON s.id = r.series_id
       LEFT JOIN messages m ON m.id = r.message_id
       WHERE s.host_id = $1 AND s.metric = '' AND s.instance = ''`,
      ids.get(name)
    )

  test('are shown as what they are, and hold up nobody else', async ({ assert }) => {
    core = fleet.startCore()
    await core.untilIt('working')
    await fleet.resultsAfter(new Date(0))
    const since = await fleet.now()
    const before = core.memory()
    await addBadHosts()
    let most = before
    await eventually(
      'answers of all of them',
      async () => {
        most = Math.max(most, core.memory())
        const all = await Promise.all([...ids.keys()].map(answersOf))
        return all.every((answers) => answers.length >= ROUNDS * PLUGINS.length)
      },
      ENDS_WITHIN_MS
    )
    for (const [name, [type, reason]] of Object.entries(SHOWN)) {
      const answers = await answersOf(name)
      for (const answer of answers) {
        assert.equal(RESULT_TYPES[answer.type], type, name)
        assert.match(answer.message ?? '', reason, name)
      }
    }
    const [others] = await fleet.rows<{ results: number; misses: number }>(OTHERS, since, [
      ...ids.values(),
    ])
    const growth = ((most - before) / 1e6).toFixed(1)
    tell(10, '0 misses of others', `${others.misses} beside ${others.results} results`)
    tell(10, 'less than 20 MB more', `${growth} MB more, ${(most / 1e6).toFixed(0)} MB in all`)
    tell(12, 'each shown as itself', `${[...ids.keys()].join(', ')}: each as itself`)
    assert.equal(others.misses, 0)
    assert.isBelow(most - before, MOST_GROWTH_BYTES)
    assert.isFalse(core.hasEnded)
  }).timeout(inFull(150_000, 1_500_000))
})

const OTHERS = `
  SELECT (SELECT count(*)::int FROM results r JOIN series s ON s.id = r.series_id
      WHERE s.metric = '' AND s.instance = '' AND r.slot > $1 AND host_id <> ALL($2::int[])) AS results,
    (SELECT coalesce(sum(slot_count), 0)::int FROM misses WHERE to_slot > $1 AND host_id <> ALL($2::int[])) AS misses`
