import { test } from '@japa/runner'
import { hostname } from 'node:os'
import { syslogMessage } from '../../../app/monitoring/alert/modules/syslog/message.ts'
import { syslog, syslogModule } from '../../../app/monitoring/alert/modules/syslog/module.ts'
import { parseSyslogOptions } from '../../../app/monitoring/alert/modules/syslog/options.ts'
import { testContent } from '../../../app/monitoring/alert/modules/test_content.ts'
import { LogServer, type LogServerFaults } from './log_server.ts'
import { readLogMessage } from './rfc5424.ts'
import { diskProblem, diskRecovery, diskSummary, mailJob } from './shop.ts'
import { thrown } from './thrown.ts'
import { WebServer } from './web_server.ts'

const NOW = new Date('2026-11-21T14:12:05Z')
const LOG = { host: 'logs.example.com' }

function messageOf(content = diskProblem(), options = {}, sender = 'prophasis-box'): Buffer {
  return syslogMessage(
    { ...mailJob(content), options: parseSyslogOptions({ ...LOG, ...options }) },
    sender
  )
}

test.group('A message of syslog', () => {
  test('is one line of RFC 5424', ({ assert }) => {
    assert.equal(
      messageOf(diskProblem({ service: { id: 3, name: 'Website' } })).toString(),
      '<26>1 2026-11-21T14:12:00.000Z prophasis-box prophasis - problem ' +
        '[prophasis@32473 messageId="<incident-118.1@prophasis.example.test>" ' +
        'threadId="<incident-118.1@prophasis.example.test>" state="critical" fromState="major" ' +
        'host="shop-server" service="Website" check="Disk space" ' +
        'plugin="com.example.disk_space" instance="/var"] ' +
        '\ufeff[Critical] Website: shop-server: disk almost full (98 %) ' +
        '98 % is used. 0.7 of 40 GB are left. ' +
        'Do now: Empty the folder “Old exports” on shop-server. Where: Disk space, /var.'
    )
  })

  test('{content.kind}, {content.state}: severity {severity}')
    .with([
      { content: diskProblem({ state: 'critical' }), severity: 2 },
      { content: diskProblem({ state: 'major' }), severity: 3 },
      { content: diskProblem({ state: 'minor' }), severity: 4 },
      { content: diskProblem({ state: 'degraded' }), severity: 4 },
      { content: diskProblem({ state: 'unknown' }), severity: 5 },
      { content: diskRecovery(), severity: 5 },
      { content: diskSummary(), severity: 5 },
      { content: testContent('Shop', 'UTC', NOW), severity: 6 },
    ])
    .run(({ assert }, { content, severity }) => {
      const message = readLogMessage(messageOf(content, { facility: 'local7' }))
      assert.deepEqual([message.facility, message.severity], [23, severity])
      assert.equal(message.msgId, content.kind)
    })

  test('carries more structured data when it is told to', ({ assert }) => {
    const structuredData = '[key@41058 tag="a\\"b\\]c"][site@32473]'
    const { data } = readLogMessage(messageOf(diskProblem(), { structuredData }))
    assert.deepEqual(Object.keys(data), ['prophasis@32473', 'key@41058', 'site@32473'])
    assert.deepEqual(data['key@41058'], { tag: 'a"b]c' })
  })

  test('escapes what would end a value', ({ assert }) => {
    const name = 'a"b]c\\d [x@1 y="z"]'
    const { data } = readLogMessage(
      messageOf(diskProblem({ host: { id: 1, name, address: '' }, instance: 'C:\\' }))
    )
    assert.equal(data['prophasis@32473'].host, name)
    assert.equal(data['prophasis@32473'].instance, 'C:\\')
  })

  test('is never longer than every receiver should take, and ends behind a whole letter', ({
    assert,
  }) => {
    for (const letter of ['x', 'ü', '東', '🔥', '"', '\\']) {
      const long = letter.repeat(4096)
      const names = { id: 1, name: long, identifier: long, address: long }
      const content = diskProblem({
        ...{ host: names, check: names, plugin: names, service: names },
        ...{ instance: long, title: long, headlineNumber: long, what: long, firstStep: long },
      })
      const structuredData = `[key@1 tag="${'k'.repeat(380)}"]`
      const message = messageOf(content, { structuredData }, 'x'.repeat(300))
      assert.isAtMost(message.length, 2048)
      assert.include(readLogMessage(message).text, '[Critical]')
    }
  })

  test('has nothing where a time or a name is useless', ({ assert }) => {
    const message = readLogMessage(messageOf(diskProblem({ at: 'soon' }), {}, 'ü \n'))
    assert.deepEqual([message.timestamp, message.hostname], ['-', '-'])
  })
})

test.group('Syslog on its way', (group) => {
  const running: LogServer[] = []
  group.each.teardown(async () => {
    for (const server of running.splice(0)) await server.stop()
  })

  async function start(transport: 'udp' | 'tcp' | 'tls', faults: LogServerFaults = {}) {
    const server = await LogServer.start(transport, faults)
    running.push(server)
    return server
  }

  function send({ port }: { port: number }, transport: string, module = syslog) {
    const options = parseSyslogOptions({ host: '127.0.0.1', port, transport })
    return module.send({ ...mailJob(diskProblem()), options }, { mail: null, now: NOW })
  }

  test('the count in front is one of bytes, not of letters', async ({ assert }) => {
    const server = await start('tcp')
    const delivery = await send(server, 'tcp')
    assert.deepEqual(delivery, {
      outcome: 'sent',
      detail: `The log server at 127.0.0.1:${server.port} was sent the message.`,
    })
    const message = readLogMessage(await server.inbox.next())
    assert.include(message.text, '“Old exports”')
    assert.match(message.text, /\/var\.$/)
    assert.isTrue(server.inbox.isEmpty)
    assert.equal(message.hostname, hostname())
  })

  test('over UDP a message is one datagram, and the log says what that proves', async ({
    assert,
  }) => {
    const server = await start('udp')
    const delivery = await send(server, 'udp')
    assert.match('detail' in delivery ? delivery.detail : '', /Over UDP nobody confirms/)
    assert.match(readLogMessage(await server.inbox.next()).text, /\/var\.$/)
  })

  test('a log server that keeps the connection has the message all the same', async ({
    assert,
  }) => {
    const server = await start('tcp', { staysOpen: true })
    const module = syslogModule({ deadlineMs: 10_000, farewellMs: 50 })
    assert.equal((await send(server, 'tcp', module)).outcome, 'sent')
    assert.match(readLogMessage(await server.inbox.next()).text, /\/var\.$/)
  })

  test('a connection cut before the message was read is tried again', async ({ assert }) => {
    const server = await start('tcp', { hangsUp: true })
    const delivery = await send(server, 'tcp')
    assert.equal(delivery.outcome, 'retry')
    assert.match('error' in delivery ? delivery.error : '', /broke off: .+\. We try again/)
  })

  test('TLS asked of a plain port is told as that', async ({ assert }) => {
    const web = await WebServer.start(() => 'nothing')
    const port = Number(new URL(web.url).port)
    const delivery = await send({ port }, 'tls')
    await web.stop()
    assert.equal(delivery.outcome, 'retry')
    assert.equal(
      'error' in delivery && delivery.error,
      `The log server at 127.0.0.1:${port} does not speak TLS on this port. Check the address in the alert.`
    )
  })
})

test.group('Options of syslog', () => {
  test('only the log server has to be named', ({ assert }) => {
    const usual = { ...LOG, port: 514, transport: 'udp', facility: 'daemon' }
    assert.deepEqual(parseSyslogOptions(LOG), usual)
    assert.equal(parseSyslogOptions({ ...LOG, transport: 'tls' }).port, 6514)
    assert.equal(parseSyslogOptions({ ...LOG, transport: 'tcp', port: ' 601 ' }).port, 601)
    assert.deepEqual(syslog.recipientsOf(parseSyslogOptions({ host: '2001:db8::1' })), [
      '[2001:db8::1]:514',
    ])
  })

  test('bad {field} ({$i}) is refused')
    .with(
      [
        ['host', 'logs.example.com:514'],
        ['host', 'udp://logs.example.com'],
        ['host', 'logs example'],
        ['port', 0],
        ['port', 65536],
        ['port', 5.5],
        ['port', 'syslog'],
        ['transport', 'sctp'],
        ['transport', 'constructor'],
        ['facility', 'kern'],
        ['facility', 'constructor'],
        ['structuredData', 'key="x"'],
        ['structuredData', '[key@1 tag="x]"]'],
        ['structuredData', '[key@1 tag="x"] '.repeat(2)],
        ['structuredData', '[key@1 tag="x\\n"]'],
        ['structuredData', '[k=y]'],
        ['structuredData', '[key@1 tag="ü"]'],
        ['structuredData', '[prophasis@32473 state="ok"]'],
        ['structuredData', `[key@1 tag="${'x'.repeat(400)}"]`],
      ].map(([field, value]) => ({ field: String(field), value }))
    )
    .run(({ assert }, { field, value }) => {
      const error = thrown(() => parseSyslogOptions({ ...LOG, [field]: value }))
      assert.equal(error.field, field)
      assert.match(error.message, /\.$/)
    })
})
