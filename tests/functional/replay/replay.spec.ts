import { test } from '@japa/runner'
import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import { type Classifier, startClassifier } from '../../../app/monitoring/classify/classifier.ts'
import { judge } from '../../../app/monitoring/classify/engine/judge.ts'
import { judgeResults, type Classify } from '../../../app/monitoring/classify/judge_results.ts'
import type { Assignment } from '../../../app/monitoring/configuration/configuration.ts'
import { loadConfiguration } from '../../../app/monitoring/configuration/load_configuration.ts'
import { replayRule, type Replayed } from '../../../app/monitoring/replay/replay_rule.ts'
import { summarize } from '../../../app/monitoring/replay/summary.ts'
import { recallPoints } from '../../../app/monitoring/store/recall_points.ts'
import { postgresStore } from '../../../app/monitoring/store/store.ts'
import { outcome } from '../../support/assignments.ts'
import { FakeClock } from '../../support/fake_clock.ts'
import { type OwnDatabase, ownDatabase } from '../../support/own_database.ts'
import { SeededRandom } from '../../support/seeded_random.ts'
import { MINUTE, WatchedHosts } from '../../support/watched_hosts.ts'

const NOON = Date.parse('2026-06-01T12:00:00Z')
const SLOTS = 120

/** Remembers its own states, judges instances one by one, and looks at another plugin. */
const DISKS = `
  if result_types[#result_types] ~= 'plugin' then return 'unknown', messages[#messages] end
  local busy = other('load')
  local calm = busy == nil or busy.values[#busy.values] == 'none' or busy.values[#busy.values] < 50
  local states = {}
  for name, disk in pairs(instances) do
    local used, before = disk.used[#disk.used], previous_states[name]
    local limit = limits.major - (before == 'major' and 10 or 0)
    if used == 'none' then states[name] = { 'unknown', 'no number' }
    elseif used > limit and all_last(2, function(v) return v > limit end, disk.used) then
      states[name] = { calm and 'major' or 'minor', 'full' }
    else states[name] = 'ok' end
  end
  if next(states) == nil then return previous_state == 'unknown' and 'minor' or 'ok' end
  return states`
const LOAD = `return arrayAvg(values) and arrayAvg(values) > 60 and 'minor' or 'ok'`

test.group('A replay', (group) => {
  let database: OwnDatabase
  let hosts: WatchedHosts
  let disks: Assignment
  let load: Assignment
  const random = new SeededRandom()
  const classify: Classify = async (requests) => requests.map((request) => judge(request))
  let classifier: Classifier

  group.setup(async () => {
    database = await ownDatabase()
    hosts = await WatchedHosts.on(database.pool)
    const watched = await hosts.watch('disks')
    const other = await hosts.watch('load', watched.host.id)
    const rule = 'UPDATE classifiers SET code = $2, n_historical = $3 WHERE plugin_id = $1'
    await database.pool.query(rule, [watched.plugin.id, DISKS, 4])
    await database.pool.query(rule, [other.plugin.id, LOAD, 3])
    const declared = [{ name: 'major', label: 'Major', unit: '%', default: 70 }]
    await database.pool.query(
      `UPDATE plugin_versions SET manifest = manifest || jsonb_build_object('limits', $1::jsonb)`,
      [JSON.stringify(declared)]
    )
    classifier = startClassifier({
      onFault: () => undefined,
      historiesOf: (lacking) => recallPoints(database.pool, lacking),
    })
    await live(watched.key, other.key)
    return async () => {
      await classifier.stop()
      await database.drop()
    }
  })

  /** Two hours of results, stored as a core stores them. */
  async function live(diskKey: string, loadKey: string) {
    const configuration = await loadConfiguration(database.pool, (text) => text)
    disks = configuration.assignments.get(diskKey)!
    load = configuration.assignments.get(loadKey)!
    const store = postgresStore(database.pool, new FakeClock(NOON), hosts.epoch, hosts.addressing)
    await store.configure(configuration)
    for (let k = 0; k < SLOTS; k++) {
      const slot = NOON + k * MINUTE
      const outcomes = [
        outcome(disks, slot, answerOf('disks')),
        outcome(load, slot, answerOf('load')),
      ]
      // Now and then one comes a batch later than the other.
      const batches = random.below(3) === 0 ? outcomes.reverse().map((each) => [each]) : [outcomes]
      for (const batch of batches) {
        const memory = await store.recall(batch.map(({ assignment }) => assignment))
        const judgeLive: Classify = (requests) => classifier.classify(requests)
        const results = await judgeResults(batch, memory, judgeLive)
        // Now and then a batch has to be judged anew, or the classifier has forgotten all.
        if (random.below(6) === 0) await judgeResults(batch, memory, judgeLive)
        await store.save({ results, misses: [] })
        if (random.below(8) === 0) classifier.forget([diskKey, loadKey])
      }
    }
  }

  function answerOf(plugin: 'disks' | 'load'): Partial<PluginAnswer> {
    const chance = random.below(20)
    if (chance === 0) return { type: 'connection_timeout', value: null, message: 'gone' }
    if (chance === 1) return { type: 'command_unsuccessful', value: null, message: 'broken' }
    if (plugin === 'load') return { value: random.below(100) }
    const names = ['/', '/home', '/usb'].filter(() => random.below(6) > 0)
    const metrics = names.map((instance) => ({ name: 'used', instance, value: random.below(100) }))
    return { value: null, message: `m${random.below(3)}`, metrics }
  }

  async function replay(
    changes: Partial<Assignment> = {},
    from = NOON,
    to = NOON + SLOTS * MINUTE
  ) {
    const found: Replayed[] = []
    const { summary, add } = summarize()
    const assignment = { ...disks, ...changes }
    const asked = { assignment, others: [load], from, to }
    for await (const each of replayRule(database.pool, classify, asked)) {
      found.push(each)
      add(each)
    }
    return { found, summary }
  }

  test('of the rule in force gives what was stored, for every result and instance', async ({
    assert,
  }) => {
    const { found, summary } = await replay()
    assert.equal(summary.results, SLOTS, `seed ${random.seed}`)
    for (const { slot, state, instances, stored } of found) {
      const said = `seed ${random.seed}, ${new Date(slot).toISOString()}`
      assert.equal(state, stored.state, said)
      for (const [name, was] of Object.entries(stored.instances))
        assert.equal(instances[name]?.state ?? state, was, `${said} ${name}`)
    }
    assert.deepInclude(summary, { differences: 0 })
    assert.equal(summary.alerts.replayed, summary.alerts.stored)
    assert.isAbove(summary.alerts.stored, 0)
  })

  test('that begins in the middle goes on from what stood there', async ({ assert }) => {
    for (let start = 1; start < SLOTS; start += 7) {
      const from = NOON + start * MINUTE
      const { summary } = await replay({}, from, from + 20 * MINUTE)
      assert.equal(summary.differences, 0, `seed ${random.seed}, from slot ${start}`)
    }
  })

  test('of a calmer rule says how much calmer it would have been', async ({ assert }) => {
    const never = { ...disks.rule, key: 'never', code: 'return "ok"', readsOthers: false }
    const { summary } = await replay({ rule: never })
    assert.equal(summary.alerts.replayed, 0)
    assert.isAbove(summary.alerts.stored, 0)
    assert.isAbove(summary.differences, 0)
    const strict = await replay({ limits: { major: 5 } })
    assert.isAbove(strict.summary.alerts.replayed, summary.alerts.stored)
  })

  test('changes nothing that is stored', async ({ assert }) => {
    const counts = () =>
      hosts.rows(
        `SELECT (SELECT count(*) FROM results) AS results, (SELECT count(*) FROM transitions) AS transitions,
           (SELECT sum(state) FROM current_states) AS states`
      )
    const before = await counts()
    await replay({ limits: { major: 5 } })
    assert.deepEqual(await counts(), before)
  })
})
