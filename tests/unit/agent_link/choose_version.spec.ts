import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { MockAgent } from '../../../agent/tests/support/mock_client.ts'
import type { HostEntry } from '../../../app/monitoring/configuration/configuration.ts'
import { answersOf, assigned, mockHost, packedPlugin, testLink } from '../../support/agent_link.ts'
import { hostEntry } from '../../support/assignments.ts'
import { eventually } from '../../support/eventually.ts'
import { FakeClock } from '../../support/fake_clock.ts'
import { certificate } from '../alert/certificates.ts'

const DATA = { '127.0.0.2': { cpu: { value: 1 } } }
const HOUR = 60 * 60_000
const ABOUT = {
  ...{ protocol: 2, agent_id: 'a', agent_version: '2.0', platform: 'linux', os: 'Linux 6' },
  ...{ architecture: 'x64', hostname: 'web', signatures: { mode: 'off', keys: [] }, plugins: [] },
}
const LINE = '{"run":0,"type":"plugin","value":1,"message":"","metrics":[]}\n'

const started: Paths[] = []

/** An agent that answers each path as it is told, and remembers what it was asked. */
class Paths {
  readonly asked: string[] = []
  /** Status and body by path; 404 for all others. */
  answers: Record<string, [status: number, body: string]> = {}
  readonly #server: Server

  private constructor() {
    this.#server = createServer(certificate('loopback'), (request, response) => {
      const path = request.url!.split('?')[0]
      this.asked.push(path)
      const [status, body] = this.answers[path] ?? [404, '<h1>Not Found</h1>']
      request.resume().on('end', () => response.writeHead(status).end(body))
    })
  }

  static async start(answers: Paths['answers'] = {}): Promise<Paths> {
    const paths = new Paths()
    paths.answers = answers
    started.push(paths)
    await new Promise<void>((resolve) => paths.#server.listen(0, '127.0.0.1', resolve))
    return paths
  }

  host(protocolVersion: HostEntry['protocolVersion']): HostEntry {
    const { port } = this.#server.address() as AddressInfo
    const certificatePem = certificate('loopback').cert
    return { ...hostEntry(1), address: '127.0.0.1', port, certificatePem, protocolVersion }
  }

  static stopAll() {
    for (const paths of started.splice(0)) {
      paths.#server.closeAllConnections()
      paths.#server.close()
    }
  }
}

const VERSION1: Paths['answers'] = {
  '/check-plugin-version/': [200, '{"success":true,"update-required":false}'],
  '/get-plugin-data/': [200, '{"success":true,"value":5,"message":""}'],
}
const VERSION2: Paths['answers'] = {
  '/v2/about': [200, JSON.stringify(ABOUT)],
  '/v2/run': [200, LINE],
}

test.group('The version of the protocol', (group) => {
  group.each.teardown(() => MockAgent.stopAll())
  group.each.teardown(() => Paths.stopAll())

  /** Asks for one plugin as often as `times`. */
  async function ask(answers: Paths['answers'], known: HostEntry['protocolVersion'], times = 1) {
    const paths = await Paths.start(answers)
    const clock = new FakeClock('2026-06-01T12:00:00Z')
    const { link, remembered } = testLink(clock)
    const own = assigned(paths.host(known), await packedPlugin('cpu'))
    const again = async () => (await answersOf(link, own.host, [own]))[0]
    let answer = await again()
    for (let time = 1; time < times; time++) answer = await again()
    const stop = () => link.stop()
    return { paths, clock, remembered, answer, again, stop }
  }

  test('is 2 where the agent tells about itself, which is remembered', async ({ assert }) => {
    const { paths, remembered, answer, stop } = await ask(VERSION2, null, 3)
    assert.equal(answer.type, 'plugin')
    assert.deepEqual(paths.asked, ['/v2/about', '/v2/run', '/v2/run', '/v2/run'])
    assert.deepEqual(remembered, [{ host: 1, protocolVersion: 2, about: ABOUT }] as never)
    await stop()
  })

  test('is 2 without a question where that is known', async ({ assert }) => {
    const { paths, remembered, answer, stop } = await ask(VERSION2, 2, 3)
    assert.equal(answer.type, 'plugin')
    assert.deepEqual(paths.asked, ['/v2/run', '/v2/run', '/v2/run'])
    assert.isEmpty(remembered)
    await stop()
  })

  const OLD: [status: number, body: string][] = [
    [404, '<h1>Not Found</h1>'],
    [404, '{"success":false,"message":"no such path"}'],
    [200, '{"success":false,"message":"no such method"}'],
    [500, '{"success":false,"message":"no such method"}'],
    [200, '{"success":true,"message":"pong"}'],
  ]
  for (const [status, body] of OLD) {
    test(`is 1 where the answer is ${status} ${body}`, async ({ assert }) => {
      const answers = { ...VERSION1, '/v2/about': [status, body] } as Paths['answers']
      const { paths, remembered, answer, stop } = await ask(answers, null, 2)
      assert.equal(answer.value, 5)
      const round = ['/check-plugin-version/', '/get-plugin-data/']
      assert.deepEqual(paths.asked, ['/v2/about', ...round, ...round])
      assert.deepEqual(remembered, [{ host: 1, protocolVersion: 1, about: null }])
      await stop()
    })
  }

  const NEITHER: [status: number, body: string, type: string, words: RegExp][] = [
    [401, 'no', 'authentication_error', /key/],
    [502, 'Bad gateway', 'request_error', /no agent .*502/],
    [200, '<html>Welcome to nginx!</html>', 'request_error', /no agent/],
    [200, '{"protocol":3}', 'request_error', /no agent/],
    [200, JSON.stringify({ ...ABOUT, hostname: 'a\u0000b' }), 'request_error', /no agent/],
    [200, JSON.stringify({ ...ABOUT, plugins: [{ id: '../x' }] }), 'request_error', /no agent/],
    [500, '{"success":false,"message":"x","error":{}}', 'request_error', /no agent .*500/],
  ]
  for (const [status, body, type, words] of NEITHER) {
    test(`is asked for again after ${status} ${body.slice(0, 40)}`, async ({ assert }) => {
      const answers = { ...VERSION1, '/v2/about': [status, body] } as Paths['answers']
      const { paths, remembered, answer, again, stop } = await ask(answers, null)
      assert.equal(answer.type, type)
      assert.match(answer.message, words)
      paths.answers = VERSION2
      assert.equal((await again()).type, 'plugin')
      assert.lengthOf(remembered, 1)
      await stop()
    })
  }

  test('stays 1 while a proxy has a bad day', async ({ assert }) => {
    const answers: Paths['answers'] = { ...VERSION1, '/v2/about': [503, 'Try later'] }
    const { answer, remembered, stop } = await ask(answers, 1)
    assert.equal(answer.value, 5)
    assert.isEmpty(remembered)
    await stop()
  })

  test('changes at once from 2 to 1 when the agent no longer knows how to run', async ({
    assert,
  }) => {
    const { paths, answer, remembered, stop } = await ask(VERSION1, 2)
    assert.equal(answer.value, 5)
    assert.deepEqual(paths.asked.slice(0, 2), ['/v2/run', '/v2/about'])
    assert.deepEqual(remembered, [{ host: 1, protocolVersion: 1, about: null }])
    await stop()
  })

  test('changes at once from 1 to 2 when the agent no longer knows version 1', async ({
    assert,
  }) => {
    const { paths, again, clock, stop } = await ask(VERSION1, null)
    paths.answers = VERSION2
    clock.advance(1000)
    assert.equal((await again()).value, 1)
    await stop()
  })

  test('is neither where both are unknown, as behind a proxy without its agent, until it is back', async ({
    assert,
  }) => {
    const { paths, answer, again, stop } = await ask({}, 2)
    assert.equal(answer.type, 'request_error')
    assert.match(answer.message, /no agent/)
    assert.notInclude(paths.asked, '/get-plugin-data/')
    paths.answers = { ...VERSION1, ...VERSION2 }
    assert.equal((await again()).value, 1)
    await stop()
  })

  test('is asked for every hour while it is 1, so that an upgrade is noticed', async ({
    assert,
  }) => {
    const { paths, clock, again, remembered, stop } = await ask(VERSION1, 1, 2)
    const questions = () => paths.asked.filter((path) => path === '/v2/about').length
    assert.equal(questions(), 1)
    clock.advance(HOUR - 1)
    await again()
    assert.equal(questions(), 1)
    paths.answers = { ...VERSION1, ...VERSION2 }
    clock.advance(1)
    assert.equal((await again()).value, 1)
    assert.equal(questions(), 2)
    assert.deepEqual(
      remembered.map((each) => each.protocolVersion),
      [1, 2]
    )
    await stop()
  })

  test('is told anew every hour while it is 2, beside the checks', async ({ assert }) => {
    const { paths, clock, again, remembered, stop } = await ask(VERSION2, null)
    const upgraded = JSON.stringify({ ...ABOUT, agent_version: '2.1' })
    paths.answers = { ...VERSION2, '/v2/about': [200, upgraded] }
    clock.advance(HOUR)
    assert.equal((await again()).type, 'plugin')
    assert.equal((await again()).type, 'plugin')
    await eventually('the news', () => remembered.length === 2)
    assert.equal(remembered[1].about?.agent_version, '2.1')
    assert.lengthOf(
      paths.asked.filter((path) => path === '/v2/about'),
      2
    )
    await stop()
  })

  test('is forgotten with the address', async ({ assert }) => {
    const mock = await MockAgent.start(DATA, { version: 1 })
    const upgraded = await MockAgent.start(DATA)
    const { link, remembered } = testLink()
    const plugin = await packedPlugin('cpu')
    for (const each of [mock, upgraded]) {
      const host = mockHost(each, 2)
      link.forgetAllBut([host])
      const [answer] = await answersOf(link, host, [assigned(host, plugin)])
      assert.equal(answer.type, 'plugin')
    }
    assert.deepEqual(
      remembered.map((each) => each.protocolVersion),
      [1, 2]
    )
    await link.stop()
  })
})
