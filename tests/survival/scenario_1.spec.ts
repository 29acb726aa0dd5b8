import { setTimeout as pause } from 'node:timers/promises'
import encryption from '@adonisjs/core/services/encryption'
import { test } from '@japa/runner'
import { ownDatabase, type OwnDatabase } from '../support/own_database.ts'
import { SeededRandom } from '../support/seeded_random.ts'
import { inFull, tell } from '../support/survival.ts'
import { accountOf, sentenceOf } from './account.ts'
import { dataOf, Fleet } from './fleet.ts'
import { buildProduct } from './product.ts'

const HOSTS = 20
const KILLS = inFull(5, 100)
const LONGEST_LIFE_MS = 3000
const LOUD_RULE = 'return values[#values] > 50 and "critical" or "ok"'

test.group('A core that is killed at random moments', (group) => {
  let database: OwnDatabase
  let fleet: Fleet
  group.setup(async () => {
    await buildProduct()
    database = await ownDatabase()
    fleet = await Fleet.make(database, HOSTS)
    await tellAll()
    return async () => {
      await fleet.end()
      await database.drop()
    }
  })

  /** Every change of a host's health leads to a message, and every answer of cpu may change it. */
  async function tellAll() {
    await fleet.rows('UPDATE classifiers SET code = $1, is_edited = true', LOUD_RULE)
    await fleet.rows(
      `INSERT INTO alerts (name, module, encrypted_options, from_states, to_states, applies_to)
       VALUES ('All', 'email', $1, '{0,1,2,4}', '{5,6}', 'all_hosts')`,
      encryption.encrypt('{"to":["anna@example.test"]}')
    )
  }

  test('loses no slot, stores none twice and tells nothing twice', async ({ assert }) => {
    const random = new SeededRandom()
    let core = fleet.startCore()
    await core.untilIt('working')
    await fleet.resultsAfter(new Date(0))
    for (let kill = 0; kill < KILLS; kill++) {
      const loud = Array.from({ length: HOSTS }, (_, n) => n).filter(() => random.below(2) === 0)
      fleet.mock.say(dataOf(HOSTS, new Set(loud)))
      // Not to wait for anything: the moment of the kill is the test.
      await pause(random.below(LONGEST_LIFE_MS))
      await core.end('SIGKILL')
      core = fleet.startCore()
      await core.untilIt('working')
    }
    await fleet.resultsAfter(await fleet.now())
    assert.equal(await core.end('SIGTERM'), 0)

    const account = await accountOf(database.pool)
    const messages = await fleet.rows<{ told: number; changes: number }>(MESSAGES)
    const doubled = messages.filter(({ told, changes }) => told !== changes).length
    const sent = messages.reduce((sum, { told }) => sum + told, 0)
    const [rows] = await fleet.rows<{ twice: number }>(ROWS)
    const seen = `${sentenceOf(account)}, ${rows.twice} double rows, ${doubled} double of ${sent} messages`
    tell(
      1,
      '0 lost, 0 twice, 0 double messages',
      `${seen} after ${KILLS} kills of seed ${random.seed}`
    )
    assert.containSubset(account, { lost: 0, twice: 0 })
    assert.equal(rows.twice, 0)
    assert.isAbove(sent, 0)
    assert.deepEqual(
      messages.filter(({ told, changes }) => told !== changes),
      []
    )
  }).timeout(inFull(150_000, 1_800_000))
})

const ROWS = `SELECT (count(*) - count(DISTINCT (series_id, slot)))::int AS twice FROM results`

/** Per host and kind: how often its health became critical, or well again, and how many messages say so. */
const MESSAGES = `
  WITH changes AS (
    SELECT host_id, to_state >= 5 AS is_bad, count(*)::int AS changes FROM transitions
    WHERE kind = 'host' AND (to_state >= 5 OR from_state >= 5) GROUP BY 1, 2),
  told AS (
    SELECT substr(subject, 6)::int AS host_id, kind = 'problem' AS is_bad, count(*)::int AS told FROM notifications
    WHERE subject LIKE 'host:%' GROUP BY 1, 2)
  SELECT host_id, is_bad, coalesce(told, 0) AS told, coalesce(changes, 0) AS changes
  FROM changes FULL JOIN told USING (host_id, is_bad) ORDER BY 1, 2`
