import { test } from '@japa/runner'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { webhook } from '../../../app/monitoring/alert/modules/webhook/module.ts'
import { parseWebhookOptions } from '../../../app/monitoring/alert/modules/webhook/options.ts'
import { diskProblem, diskRecovery, diskSummary, mailJob } from './shop.ts'
import { thrown } from './thrown.ts'
import { type ReceivedRequest, WebServer } from './web_server.ts'

const NOW = new Date('2026-11-21T14:12:05.900Z')
const SECRET = 'tangerine-4711-and-more ä'

test.group('Webhook', (group) => {
  let server: WebServer
  group.each.setup(async () => {
    server = await WebServer.start((_, index) => ({ status: index === 0 ? 200 : 299 }))
    return () => server.stop()
  })

  async function arrived(content = diskProblem(), changes = {}): Promise<ReceivedRequest> {
    const options = { url: `${server.url}/prophasis`, secret: SECRET }
    const job = { ...mailJob(content), options, ...changes }
    const delivery = await webhook.send(job, { mail: null, now: NOW })
    if (delivery.outcome !== 'sent') throw new Error(delivery.error)
    return server.requests[server.requests.length - 1]
  }

  test('the body is the one that is documented', async ({ assert }) => {
    const { method, path, headers, body } = await arrived(
      diskProblem({
        service: { id: 3, name: 'Website' },
        services: [{ name: 'Website', state: 'degraded' }],
      })
    )
    assert.deepEqual([method, path], ['POST', '/prophasis'])
    assert.equal(headers['content-type'], 'application/json')
    assert.deepEqual(JSON.parse(body), {
      schema_version: 1,
      message_id: 'incident-118.1@prophasis.example.test',
      thread_id: 'incident-118.1@prophasis.example.test',
      is_first_in_thread: true,
      kind: 'problem',
      state: 'critical',
      from_state: 'major',
      subject: '[Critical] Website: shop-server: disk almost full (98 %)',
      host: { id: 1, name: 'shop-server', address: '192.0.2.7' },
      service: { id: 3, name: 'Website' },
      services: [{ name: 'Website', state: 'degraded' }],
      check: { id: 2, name: 'Disk space' },
      plugin: { identifier: 'com.example.disk_space', name: 'Disk space' },
      instance: '/var',
      title: 'disk almost full',
      headline_number: '98 %',
      texts: {
        what: '98 % is used. 0.7 of 40 GB are left.',
        effect: 'When it is full, the tills cannot store a sale.',
        why: 'The limit is 98 % used and less than 1 GB left.',
        first_step: 'Empty the folder “Old exports” on shop-server.',
        when_to_call: 'Call if it is not below 96 % by 17:00.',
        reason: 'Seen three times in a row.',
      },
      since: '2026-11-21T14:12:00.000Z',
      at: '2026-11-21T14:12:00.000Z',
      next_reminder_at: '2026-11-21T18:12:00.000Z',
      solved_after_seconds: null,
      away: null,
      came_and_went: [],
      alert: 'Shop floor, Critical and Major',
      time_zone: 'Europe/London',
    })
  })

  test('a summary lists what came and went', async ({ assert }) => {
    const { body } = await arrived(diskSummary())
    const told = JSON.parse(body)
    assert.deepInclude(told, {
      kind: 'summary',
      away: { from: '2026-11-21T09:00:00.000Z', until: '2026-11-21T14:10:00.000Z' },
    })
    assert.deepEqual(told.came_and_went[1], {
      host: { id: 1, name: 'shop-server' },
      service: { id: 3, name: 'Website' },
      check: { id: 2, name: 'Disk space' },
      plugin: { identifier: 'com.example.disk_space', name: 'Disk space' },
      instance: '',
      state: 'degraded',
      title: 'website away',
      since: '2026-11-20T23:00:00.000Z',
      until: '2026-11-21T10:00:00.000Z',
      times: 1,
    })
  })

  test('a recovery names the thread of its problem', async ({ assert }) => {
    const { body } = await arrived(diskRecovery(), {
      messageId: '<incident-118.2@prophasis.example.test>',
      isFirstInThread: false,
    })
    assert.deepInclude(JSON.parse(body), {
      message_id: 'incident-118.2@prophasis.example.test',
      thread_id: 'incident-118.1@prophasis.example.test',
      is_first_in_thread: false,
      kind: 'recovery',
      state: 'ok',
      service: null,
      services: [],
      next_reminder_at: null,
      solved_after_seconds: 2520,
    })
  })

  test('the signature is verified as the documentation says', async ({ assert }) => {
    const { headers, body } = await arrived()
    assert.equal(headers['prophasis-timestamp'], '1795270325')
    assert.isTrue(isGenuine(headers, body, SECRET))
    assert.isFalse(isGenuine(headers, body, 'another secret, as long'))
    assert.isFalse(isGenuine(headers, body.replace('critical', 'ok'), SECRET))
    const later = { ...headers, 'prophasis-timestamp': '1795270326' }
    assert.isFalse(isGenuine(later, body, SECRET))
  })

  test('without a secret there is no signature', async ({ assert }) => {
    const { headers } = await arrived(diskProblem(), { options: { url: server.url } })
    assert.isUndefined(headers['prophasis-signature'])
  })

  test('a repeated message has the same id', async ({ assert }) => {
    const ids = [await arrived(), await arrived()].map(
      ({ headers }) => headers['prophasis-message-id']
    )
    assert.deepEqual(ids, Array(2).fill('incident-118.1@prophasis.example.test'))
  })

  test('an id never breaks out of its header', async ({ assert }) => {
    const { headers } = await arrived(diskProblem(), { messageId: '<a\r\nX-Evil: ü1@b>' })
    assert.equal(headers['prophasis-message-id'], 'aX-Evil:1@b')
  })
})

test.group('Options of a webhook', () => {
  test('an address is kept as browsers write it')
    .with([
      ['https://example.com', 'https://example.com/'],
      [' http://Example.COM:8080/a?b=c#d ', 'http://example.com:8080/a?b=c'],
      ['https://[2001:db8::1]/a', 'https://[2001:db8::1]/a'],
      ['https://bücher.example/ä', 'https://xn--bcher-kva.example/%C3%A4'],
    ])
    .run(({ assert }, [given, kept]) => {
      assert.deepEqual(parseWebhookOptions({ url: given, secret: '' }), { url: kept })
    })

  test('bad address {$i} is refused')
    .with([
      'example.com/prophasis',
      'ftp://example.com',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'https://',
      'https://anna:pass@example.com/',
      'https://anna@example.com/',
      'https://exa mple.com/',
      'https://example.com/\r\nX-Evil: 1',
      'https://example.com/\tx',
      `https://example.com/${'x'.repeat(2000)}`,
      'https://example.com:99999/',
      7,
      ['https://example.com/'],
    ])
    .run(({ assert }, url) => {
      const error = thrown(() => parseWebhookOptions({ url }))
      assert.equal(error.field, 'url')
      assert.match(error.message, /Write it like https:\/\/example\.com\/prophasis\.$/)
      assert.notInclude(error.message, 'anna')
    })

  test('a short secret is refused', ({ assert }) => {
    const url = 'https://example.com/'
    const error = thrown(() => parseWebhookOptions({ url, secret: 'x'.repeat(15) }))
    assert.equal(error.field, 'secret')
    assert.match(error.message, /at least 16 characters/)
    const secret = ' sixteen letters '
    assert.deepEqual(parseWebhookOptions({ url, secret }), { url, secret })
  })
})

/** The example of docs/alerts.md. */
function isGenuine(headers: ReceivedRequest['headers'], body: string, secret: string): boolean {
  const signed = `${headers['prophasis-timestamp']}.${body}`
  const expected = `v1=${createHmac('sha256', secret).update(signed).digest('hex')}`
  const given = String(headers['prophasis-signature'])
  return (
    given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
  )
}
