import { test } from '@japa/runner'
import { ntfy } from '../../../app/monitoring/alert/modules/ntfy/module.ts'
import { parseNtfyOptions } from '../../../app/monitoring/alert/modules/ntfy/options.ts'
import { testContent } from '../../../app/monitoring/alert/modules/test_content.ts'
import { diskProblem, diskRecovery, diskSummary, mailJob } from './shop.ts'
import { thrown } from './thrown.ts'
import { WebServer } from './web_server.ts'

const NOW = new Date('2026-11-21T14:12:05Z')
const TOPIC = { topic: 'larkfield-shop-7Kq2' }

test.group('ntfy', (group) => {
  let server: WebServer
  group.each.setup(async () => {
    server = await WebServer.start(() => ({ status: 200, body: '{"id":"sPs71M8A2T"}' }))
    return () => server.stop()
  })

  async function arrived(content = diskProblem(), options = {}) {
    const parsed = parseNtfyOptions({ ...TOPIC, server: server.url, ...options })
    const delivery = await ntfy.send(
      { ...mailJob(content), options: parsed },
      { mail: null, now: NOW }
    )
    if (delivery.outcome !== 'sent') throw new Error(delivery.error)
    return server.requests[server.requests.length - 1]
  }

  test('publishes JSON at the root of the server', async ({ assert }) => {
    const { method, path, headers, body } = await arrived()
    assert.deepEqual([method, path], ['POST', '/'])
    assert.equal(headers['content-type'], 'application/json')
    assert.deepEqual(JSON.parse(body), {
      topic: 'larkfield-shop-7Kq2',
      title: '[Critical] shop-server: disk almost full (98 %)',
      message:
        '98 % is used. 0.7 of 40 GB are left. Do now: Empty the folder “Old exports” on shop-server. Where: Disk space, /var.',
      priority: 5,
      tags: ['rotating_light', 'critical'],
    })
  })

  test('{content.kind}, {content.state}: priority {priority} and the sign {sign}')
    .with([
      { content: diskProblem({ state: 'critical' }), priority: 5, sign: 'rotating_light' },
      { content: diskProblem({ state: 'major' }), priority: 4, sign: 'warning' },
      { content: diskProblem({ state: 'minor' }), priority: 3, sign: 'small_orange_diamond' },
      { content: diskProblem({ state: 'degraded' }), priority: 3, sign: 'last_quarter_moon' },
      { content: diskProblem({ state: 'unknown' }), priority: 3, sign: 'grey_question' },
      { content: diskRecovery(), priority: 3, sign: 'white_check_mark' },
      { content: diskSummary(), priority: 3, sign: 'white_check_mark' },
      { content: testContent('Shop', 'UTC', NOW), priority: 3, sign: 'test_tube' },
    ])
    .run(async ({ assert }, { content, priority, sign }) => {
      const published = JSON.parse((await arrived(content)).body)
      assert.equal(published.priority, priority)
      const isAboutOne = content.kind === 'problem' || content.kind === 'recovery'
      const word = isAboutOne ? content.state : content.kind
      assert.deepEqual(published.tags, [sign, word])
    })

  test('signs in with a token, with a user, or not at all', async ({ assert }) => {
    const authorization = async (options: object) =>
      (await arrived(diskProblem(), options)).headers.authorization
    assert.equal(await authorization({ token: 'tk_0123' }), 'Bearer tk_0123')
    assert.equal(
      await authorization({ user: 'anna', password: 'pä:ss word' }),
      `Basic ${Buffer.from('anna:pä:ss word').toString('base64')}`
    )
    assert.isUndefined(await authorization({}))
  })

  test('a message stays under what becomes a file', async ({ assert }) => {
    const long = '東'.repeat(4096)
    const { body } = await arrived(diskProblem({ what: long, firstStep: long, title: long }))
    assert.isBelow(Buffer.byteLength(JSON.parse(body).message), 4096)
  })

  test('a server in a folder is asked there', async ({ assert }) => {
    const { path } = await arrived(diskProblem(), { server: `${server.url}/ntfy/` })
    assert.equal(path, '/ntfy/')
  })

  test('the password of a user is not repeated', async ({ assert }) => {
    const echoing = await WebServer.start(({ headers }) => ({
      status: 401,
      body: JSON.stringify({ error: `${headers.authorization} is not anna:tangerine` }),
    }))
    const options = parseNtfyOptions({
      ...TOPIC,
      server: echoing.url,
      user: 'anna',
      password: 'tangerine',
    })
    const job = { ...mailJob(diskProblem()), options }
    const delivery = await ntfy.send(job, { mail: null, now: NOW })
    await echoing.stop()
    assert.deepEqual(delivery, {
      outcome: 'refused',
      error: `The ntfy server at ${echoing.url.slice(7)} answered 401: “Basic ••• is not anna:•••”. Check the access token, or user and password, in the alert.`,
    })
  })
})

test.group('Options of ntfy', () => {
  test('the server is the public one unless another is named', ({ assert }) => {
    assert.deepEqual(parseNtfyOptions(TOPIC), { ...TOPIC, server: 'https://ntfy.sh' })
    const own = parseNtfyOptions({ ...TOPIC, server: 'HTTPS://ntfy.Example.com:8443//' })
    assert.deepEqual(own, { ...TOPIC, server: 'https://ntfy.example.com:8443' })
    assert.deepEqual(ntfy.recipientsOf(parseNtfyOptions(TOPIC)), ['larkfield-shop-7Kq2'])
    assert.deepEqual(ntfy.recipientsOf(own), ['larkfield-shop-7Kq2 at ntfy.example.com:8443'])
  })

  test('bad {field} ({$i}) is refused')
    .with([
      { field: 'topic', given: { topic: 'a/b' } },
      { field: 'topic', given: { topic: 'a b' } },
      { field: 'topic', given: { topic: 'ä' } },
      { field: 'topic', given: { topic: 'x'.repeat(65) } },
      { field: 'server', given: { server: 'ntfy.sh' } },
      { field: 'server', given: { server: 'https://ntfy.sh/?auth=x' } },
      { field: 'server', given: { server: 'https://anna:x@ntfy.sh' } },
      { field: 'token', given: { token: 'tk a' } },
      { field: 'token', given: { token: 'tk_a', user: 'anna', password: 'x' } },
      { field: 'user', given: { password: 'x' } },
      { field: 'user', given: { user: 'an:na', password: 'x' } },
      { field: 'password', given: { user: 'anna' } },
      { field: 'password', given: { user: 'anna', password: 'a\r\nb' } },
    ])
    .run(({ assert }, { field, given }) => {
      const error = thrown(() => parseNtfyOptions({ ...TOPIC, ...given }))
      assert.equal(error.field, field)
      assert.match(error.message, /\.$/)
    })
})
