import { test } from '@japa/runner'
import { MockAgent } from '../../../agent/tests/support/mock_client.ts'
import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import { answersOf, assigned, mockHost, packedPlugin, testLink } from '../../support/agent_link.ts'

/** What each fault of the plugin is called, in version 1 and in version 2. */
const FAULTS: [fault: object, v1: [string, RegExp], v2: [string, RegExp]][] = [
  [
    { delay_ms: 600_000 },
    ['plugin_timeout', /not there after 1 seconds/],
    ['connection_timeout', /not answer in time/],
  ],
  [
    { slow_bytes_per_s: 1 },
    ['plugin_timeout', /not there after 1 seconds/],
    ['connection_timeout', /not answer in time/],
  ],
  [{ status: 500 }, ['request_error', /status 500/], ['request_error', /status 500/]],
  [{ status: 401 }, ['authentication_error', /key/], ['authentication_error', /key/]],
  [{ status: 429 }, ['request_error', /still running/], ['request_error', /still running/]],
  [{ raw: 'no JSON' }, ['request_error', /JSON object/], ['request_error', /JSON object/]],
  [
    { raw: { base64: 'AAECgIE=' } },
    ['request_error', /JSON object/],
    ['request_error', /JSON object/],
  ],
  [{ value: '20' }, ['request_error', /value/], ['request_error', /value/]],
  [{ message: 'a\u0000' }, ['request_error', /message/], ['request_error', /message/]],
  [{ value: null }, ['request_error', /neither/], ['request_error', /neither/]],
  [{ close: 'before' }, ['connection_error', /broke/], ['connection_error', /broke/]],
  [{ close: 'after_headers' }, ['connection_error', /broke/], ['connection_error', /broke/]],
  [{ close: 'middle' }, ['connection_error', /broke/], ['connection_error', /broke/]],
  [{ endless: true }, ['request_error', /too long/], ['request_error', /too long/]],
  [
    { type: 'plugin_timeout', value: null, message: 'Too slow.' },
    ['command_unsuccessful', /Too slow/],
    ['plugin_timeout', /Too slow/],
  ],
]

/** The same for a fault of everything that the host is asked. */
const OF_THE_HOST: [fault: object, answer: [string, RegExp]][] = [
  [{ delay_ms: 600_000 }, ['connection_timeout', /not answer in time/]],
  [{ slow_bytes_per_s: 1 }, ['connection_timeout', /not answer in time/]],
  [{ status: 500 }, ['request_error', /no agent .*500/]],
  [{ status: 401 }, ['authentication_error', /key/]],
  // Where it is all that is said of the version: a status that no agent of version 2 gives means version 1.
  [{ raw: 'no JSON' }, ['request_error', /no agent|JSON object/]],
  [{ close: 'before' }, ['connection_error', /broke/]],
  [{ close: 'after_headers' }, ['connection_error', /broke/]],
  [{ close: 'middle' }, ['connection_error', /broke/]],
  [{ endless: true }, ['request_error', /too long/]],
]

const FIRST_ID = 10

for (const version of [1, 2] as const) {
  test.group(`Faults of agents of version ${version}`, (group) => {
    const answers = new Map<object, PluginAnswer>()
    const others: PluginAnswer[] = []

    /** All hosts at once, as the core asks them: those that hang take as long as one of them. */
    group.setup(async () => {
      const fine = { cpu: { value: 20 }, disk: { value: 7 } }
      const all = [...FAULTS, ...OF_THE_HOST]
      const address = (index: number) => `127.0.0.${FIRST_ID + index}`
      const mock = await MockAgent.start({}, { version })
      const { link } = testLink()
      const [cpu, disk] = [await packedPlugin('cpu'), await packedPlugin('disk')]
      const hosts = Array.from({ length: all.length + 20 }, (_, index) =>
        mockHost(mock, FIRST_ID + index, version === 2 ? {} : { protocolVersion: 1 })
      )
      mock.say(Object.fromEntries(hosts.map((host) => [host.address, fine])))
      // The packages are brought while all is well.
      await Promise.all(hosts.map((host) => ask(host)))
      mock.say({
        ...Object.fromEntries(hosts.map((host) => [host.address, fine])),
        ...Object.fromEntries(
          FAULTS.map(([fault], index) => [
            address(index),
            { ...fine, cpu: { ...fine.cpu, ...fault } },
          ])
        ),
        ...Object.fromEntries(
          OF_THE_HOST.map(([fault], index) => [
            address(FAULTS.length + index),
            { ...fine, '*': fault },
          ])
        ),
      })
      // As after a restart of the core, which does not know yet what it speaks to.
      await link.stop()
      await Promise.all(
        hosts.map(async (host, index) => {
          const isWhole = index >= FAULTS.length && index < all.length
          const [answer] = await ask({ ...host, protocolVersion: isWhole ? null : version })
          const own = all[index]
          if (own) answers.set(own[0], answer)
          else others.push(answer)
        })
      )
      await link.stop()
      return () => MockAgent.stopAll()

      function ask(host: (typeof hosts)[number]) {
        const list = version === 1 ? [cpu, disk] : [cpu]
        return answersOf(
          link,
          host,
          list.map((plugin) => assigned(host, plugin))
        )
      }
    })

    for (const [fault, ...expected] of FAULTS) {
      test(`of a plugin: ${JSON.stringify(fault)}`, ({ assert }) => {
        const [type, words] = expected[version - 1]
        assert.equal(answers.get(fault)!.type, type)
        assert.match(answers.get(fault)!.message, words)
      })
    }

    for (const [fault, [type, words]] of OF_THE_HOST) {
      test(`of a host: ${JSON.stringify(fault)}`, ({ assert }) => {
        assert.equal(answers.get(fault)!.type, type)
        assert.match(answers.get(fault)!.message, words)
      })
    }

    test('touch no other host', ({ assert }) => {
      assert.lengthOf(others, 20)
      for (const { type, value } of others) assert.deepEqual([type, value], ['plugin', 20])
    })
  })
}

test.group('One of several plugins', (group) => {
  group.each.teardown(() => MockAgent.stopAll())

  async function ask(version: 1 | 2, fault: object) {
    const mock = await MockAgent.start(
      { '127.0.0.2': { cpu: { value: 1, ...fault }, disk: { value: 7 } } },
      { version }
    )
    const { link } = testLink()
    const host = mockHost(mock, 2)
    const plugins = [await packedPlugin('cpu'), await packedPlugin('disk')]
    const answers = await answersOf(
      link,
      host,
      plugins.map((plugin) => assigned(host, plugin))
    )
    await link.stop()
    return answers.map((answer) => answer.type)
  }

  for (const fault of [{ delay_ms: 600_000 }, { raw: '{"success":2}' }, { status: 500 }]) {
    test(`leaves the others alone in version 1: ${JSON.stringify(fault)}`, async ({ assert }) => {
      assert.equal((await ask(1, fault))[1], 'plugin')
    })
  }

  test('leaves the others alone in version 2 when its line is wrong', async ({ assert }) => {
    assert.deepEqual(await ask(2, { value: '1' }), ['request_error', 'plugin'])
  })
})
