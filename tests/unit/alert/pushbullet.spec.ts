import { test } from '@japa/runner'
import { pushbullet } from '../../../app/monitoring/alert/modules/pushbullet/module.ts'
import { parsePushbulletOptions } from '../../../app/monitoring/alert/modules/pushbullet/options.ts'
import { diskProblem, mailJob } from './shop.ts'
import { thrown } from './thrown.ts'
import { WebServer } from './web_server.ts'

const NOW = new Date('2026-11-21T14:12:05Z')
const TOKEN = { token: 'o.tangerine4711' }

test.group('Pushbullet', (group) => {
  let server: WebServer
  group.each.setup(async () => {
    server = await WebServer.start(() => ({ status: 200, body: '{"iden":"ujpah72o0"}' }))
    return () => server.stop()
  })

  async function arrived(options = {}) {
    const parsed = parsePushbulletOptions({ ...TOKEN, server: server.url, ...options })
    const job = { ...mailJob(diskProblem()), options: parsed }
    const delivery = await pushbullet.send(job, { mail: null, now: NOW })
    if (delivery.outcome !== 'sent') throw new Error(delivery.error)
    return server.requests[server.requests.length - 1]
  }

  test('pushes a note to all devices of the account', async ({ assert }) => {
    const { method, path, headers, body } = await arrived()
    assert.deepEqual([method, path], ['POST', '/v2/pushes'])
    assert.equal(headers['access-token'], 'o.tangerine4711')
    assert.deepEqual(JSON.parse(body), {
      type: 'note',
      title: '[Critical] shop-server: disk almost full (98 %)',
      body: '98 % is used. 0.7 of 40 GB are left. Do now: Empty the folder “Old exports” on shop-server. Where: Disk space, /var.',
      guid: '<incident-118.1@prophasis.example.test>',
    })
  })

  test('names one device, or one channel', async ({ assert }) => {
    const device = JSON.parse((await arrived({ device: 'ujpah72o0sjAoRtnM0jc' })).body)
    assert.equal(device.device_iden, 'ujpah72o0sjAoRtnM0jc')
    const channel = JSON.parse((await arrived({ channel: 'larkfield-shop' })).body)
    assert.equal(channel.channel_tag, 'larkfield-shop')
    assert.notProperty(channel, 'device_iden')
  })

  test('passes on what Pushbullet has against it', async ({ assert }) => {
    const strict = await WebServer.start(() => ({
      status: 401,
      body: '{"error":{"code":"invalid_access_token","message":"Access token is missing or invalid.","cat":"(=^‥^=)"},"error_code":"invalid_access_token"}',
    }))
    const options = parsePushbulletOptions({ ...TOKEN, server: strict.url })
    const job = { ...mailJob(diskProblem()), options }
    const delivery = await pushbullet.send(job, { mail: null, now: NOW })
    await strict.stop()
    assert.deepEqual(delivery, {
      outcome: 'refused',
      error: `Pushbullet at ${strict.url.slice(7)} answered 401: “Access token is missing or invalid”. Check the access token in the alert, or make a new one in the settings of Pushbullet.`,
    })
  })
})

test.group('Options of Pushbullet', () => {
  test('the server is the public one unless another is named', ({ assert }) => {
    assert.deepEqual(parsePushbulletOptions(TOKEN), {
      ...TOKEN,
      server: 'https://api.pushbullet.com',
    })
  })

  test('people see device or channel, or six letters for the account', ({ assert }) => {
    const shown = (given: object) =>
      pushbullet.recipientsOf(parsePushbulletOptions({ ...TOKEN, ...given }))[0]
    assert.match(shown({}), /^account [0-9a-f]{6}$/)
    assert.equal(shown({}), shown({ server: 'https://push.example.com' }))
    assert.equal(shown({ device: 'ujpah72o0' }), 'device ujpah72o0')
    assert.equal(shown({ channel: 'larkfield-shop' }), 'channel larkfield-shop')
  })

  test('bad {field} ({$i}) is refused')
    .with([
      { field: 'token', given: { token: 'o.a b' } },
      { field: 'token', given: { token: 'o.ä' } },
      { field: 'token', given: { token: 'o.a\r\nX-Evil: 1' } },
      { field: 'token', given: { token: 'x'.repeat(501) } },
      { field: 'device', given: { device: 'my phone' } },
      { field: 'channel', given: { channel: '#shop' } },
      { field: 'channel', given: { device: 'ujpah72o0', channel: 'shop' } },
      { field: 'server', given: { server: 'push.example.com' } },
    ])
    .run(({ assert }, { field, given }) => {
      const error = thrown(() => parsePushbulletOptions({ ...TOKEN, ...given }))
      assert.equal(error.field, field)
      assert.match(error.message, /\.$/)
    })
})
