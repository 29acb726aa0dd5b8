import { createServer } from 'node:net'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { eventually } from '../support/eventually.ts'
import { buildProduct, endNow, Product } from './product.ts'

const STOPS_WITHIN_MS = 10_000

interface Slots {
  plugin: string
  due: number
  results: number
  missed: number
  twice: number
}

/** Of each assignment with a schedule of one second: what became of the slots from its first to its last. */
const SLOTS = `
  WITH main AS (
    SELECT s.host_id, s.check_id, s.plugin_id, r.slot FROM results r JOIN series s ON s.id = r.series_id
    WHERE s.metric = '' AND s.instance = '' AND r.slot >= $1),
  missed AS (
    SELECT m.*, slot FROM misses m, generate_series(from_slot, to_slot, interval '1 s') AS slot WHERE slot >= $1)
  SELECT p.identifier AS plugin, (extract(epoch FROM max(main.slot) - min(main.slot)) + 1)::int AS due,
    count(*)::int AS results,
    (SELECT count(*)::int FROM missed WHERE missed.plugin_id = p.id
      AND missed.slot BETWEEN min(main.slot) AND max(main.slot)) AS missed,
    (SELECT count(*)::int FROM missed JOIN main AS other USING (plugin_id, slot)
      WHERE missed.plugin_id = p.id) AS twice
  FROM main JOIN plugins p ON p.id = main.plugin_id WHERE p.identifier <> 'updates' GROUP BY p.id ORDER BY 1`

test.group('kill -9', (group) => {
  let product: Product
  group.setup(async () => {
    await buildProduct()
    product = await Product.make()
    return () => product.remove()
  })

  async function resultsAfter(since: Date) {
    await eventually('results', async () => {
      const rows = await product.query(
        `SELECT DISTINCT plugin_id FROM results r JOIN series s ON s.id = r.series_id WHERE r.slot > $1`,
        since
      )
      return rows.length >= 5
    })
  }

  test('of everything, three times, loses no slot and repeats none', async ({ assert }) => {
    await product.start()
    await product.query(`UPDATE intervals SET every = 1, unit = 'second' WHERE unit <> 'hour'`)
    const [{ since }] = await product.query<{ since: Date }>(
      `SELECT date_trunc('second', now()) + interval '2 s' AS since`
    )
    for (let round = 0; round < 3; round++) {
      const [{ now }] = await product.query<{ now: Date }>('SELECT now()')
      await resultsAfter(round === 0 ? since : now)
      for (const pid of product.processes()) endNow(pid)
      await eventually('all are gone', () => product.processes().length === 0)
      await product.start()
    }
    await resultsAfter(new Date())
    assert.equal(await product.stop(), 0)
    await product.start()
    const slots = await product.query<Slots>(SLOTS, since)
    assert.lengthOf(slots, 5)
    for (const each of slots) {
      assert.equal(each.results + each.missed, each.due, JSON.stringify(each))
      assert.equal(each.twice, 0, JSON.stringify(each))
    }
    const rows = 'SELECT count(*)::int AS all, count(DISTINCT (series_id, slot))::int AS different'
    const [count] = await product.query<{ all: number; different: number }>(`${rows} FROM results`)
    assert.equal(count.all, count.different)
  }).timeout(170_000)

  test('of the supervisor alone, five times: the next start follows at once', async () => {
    for (let round = 0; round < 5; round++) {
      endNow(product.process!.pid!)
      await product.start()
    }
  }).timeout(120_000)

  for (const victim of ['server', 'agent', 'classifier'] as const) {
    test(`of the ${victim} alone: the product goes on by itself`, async () => {
      const words = {
        server: 'bin/server.js',
        agent: 'prophasis-agent.js',
        classifier: 'classify/child',
      }
      const [pid] = await eventually(`the ${victim}`, () => {
        const found = product.processesNaming(words[victim])
        return found.length > 0 ? found : null
      })
      endNow(pid)
      await eventually('it is gone', () => !product.processesNaming(words[victim]).includes(pid))
      const [{ now }] = await product.query<{ now: Date }>('SELECT now()')
      await eventually(
        'new results of a plugin that answered',
        async () => {
          const rows = await product.query(
            `SELECT FROM results r JOIN series s ON s.id = r.series_id WHERE r.slot > $1 AND result_type = 0`,
            now
          )
          return rows.length > 0
        },
        40_000
      )
    }).timeout(60_000)
  }

  test('of the agent, whose port another program then takes: the core finds it at the next one', async () => {
    const [{ port, now }] = await product.query<{ port: number; now: Date }>(
      'SELECT port, now() FROM hosts'
    )
    const [pid] = product.processesNaming('prophasis-agent.js')
    endNow(pid)
    const thief = createServer()
    await eventually('the port is ours', async () => {
      thief.listen(port, '127.0.0.1')
      return Promise.race([
        once(thief, 'listening').then(() => true),
        once(thief, 'error').then(() => false),
      ])
    })
    try {
      await eventually(
        'results of an agent at another port',
        async () => {
          const rows = await product.query(
            `SELECT FROM hosts WHERE port <> $1 AND EXISTS (SELECT FROM results r JOIN series s ON s.id = r.series_id
               WHERE r.result_type = 0 AND r.slot > $2)`,
            port,
            now
          )
          return rows.length > 0
        },
        40_000
      )
    } finally {
      thief.close()
    }
  }).timeout(60_000)

  test('of the database alone: the product says so, and goes on by itself', async ({ assert }) => {
    const [pid] = product.processesNaming('/postgres/data')
    endNow(pid)
    await eventually(
      'results',
      async () => (await product.query('SELECT FROM results LIMIT 1')).length > 0,
      20_000
    )
    assert.lengthOf(product.said.match(/^ {2}The database ended; it is started again\.$/gm)!, 1)
  }).timeout(40_000)
})

test.group('Start and end', (group) => {
  let product: Product
  group.setup(async () => {
    await buildProduct()
    product = await Product.make()
    await product.start()
    return () => product.remove()
  })
  group.each.teardown(() => {
    // What one test has left must not fail the next.
    if (product.process?.exitCode !== null) for (const pid of product.processes()) endNow(pid)
  })

  test('what a visitor sends wrongly is answered, and is no fault in the log', async ({
    assert,
  }) => {
    const browser = await product.setUp()
    for (const path of ['/machines?q=%00', '/logs?q=a%00b']) {
      const { status, words } = await browser.get(path)
      assert.equal(status, 422)
      assert.include(words, 'zero character')
    }
    assert.equal((await browser.get('/no-such-page')).status, 404)
    assert.deepEqual(
      product.logged().filter((line) => line.level >= 40),
      []
    )
  })

  test('a second start on the same folder is refused with a sentence', async ({ assert }) => {
    const other = await Product.make()
    const { code, said } = await other.refusal({ PROPHASIS_DATA_DIR: product.folder })
    assert.equal(code, 1)
    assert.match(said, /^Prophasis already runs on this data folder .*PROPHASIS_DATA_DIR\.$/)
    other.remove()
  })

  test('SIGTERM ends every process in time', async ({ assert }) => {
    const before = product.processes()
    assert.isAbove(before.length, 3)
    const stopped = product.stop()
    await eventually('all have ended', () => product.processes().length === 0, STOPS_WITHIN_MS)
    assert.equal(await stopped, 0)
  })

  test('SIGTERM while it starts leaves no process behind', async ({ assert }) => {
    const moments: [string, () => boolean][] = [
      ['the database is being started', () => product.processesNaming('/postgres/data').length > 0],
      ['the database runs', () => product.said.includes('Starting the database:')],
      ['it is prepared', () => product.said.includes('Preparing the database:')],
    ]
    for (const [what, isReached] of moments) {
      product.process = product.launch()
      await eventually(what, isReached)
      assert.equal(await product.stop(), 0)
      await eventually(
        `nothing is left when ${what}`,
        () => product.processes().length === 0,
        STOPS_WITHIN_MS
      )
    }
  })

  const REFUSED: [name: string, settings: Record<string, string>, words: RegExp][] = [
    ['an unknown setting', { PROPHASIS_DATADIR: 'x' }, /^Unknown setting PROPHASIS_DATADIR\./],
    [
      'a database that does not answer',
      { DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:9/none' },
      /cannot be reached.*leave DATABASE_URL out/s,
    ],
    ['a port that is none', { PORT: 'web' }, /^PORT is "web"/],
  ]
  for (const [name, settings, words] of REFUSED) {
    test(`${name} is refused with a sentence`, async ({ assert }) => {
      const { code, said } = await product.refusal(settings)
      assert.equal(code, 1)
      assert.match(said, words)
      assert.notInclude(said, 'secret')
      assert.notMatch(said, /^\s+at /m)
      await eventually('nothing is left', () => product.processes().length === 0, STOPS_WITHIN_MS)
    })
  }

  test('a taken port is refused with a sentence', async ({ assert }) => {
    const server = createServer().listen(product.port, '127.0.0.1')
    await once(server, 'listening')
    const { code, said } = await product.refusal()
    server.close()
    assert.equal(code, 1)
    assert.match(said, /^Port \d+ on 127\.0\.0\.1 is taken\. .*npm start$/)
  })
})
