import { test } from '@japa/runner'
import { MockAgent } from '../../../agent/tests/support/mock_client.ts'
import { answersOf, assigned, mockHost, packedPlugin, testLink } from '../../support/agent_link.ts'

const START = { '127.0.0.2': { cpu: { value: 20, message: 'fine' }, disk: { value: 7 } } }

test.group('A link to agents of version 1', (group) => {
  group.each.teardown(() => MockAgent.stopAll())

  async function start(data: unknown = START) {
    const mock = await MockAgent.start(data, { version: 1 })
    const host = mockHost(mock, 2)
    const { link, remembered } = testLink()
    return { mock, host, link, remembered }
  }

  test('brings packages, gets data, and brings newer packages', async ({ assert }) => {
    const { mock, host, link, remembered } = await start()
    const [cpu, disk] = [await packedPlugin('cpu'), await packedPlugin('disk')]
    const ask = async (...plugins: (typeof cpu)[]) => {
      const assignments = plugins.map((plugin) => assigned(host, plugin))
      return (await answersOf(link, host, assignments)).map((each) => [each.type, each.value])
    }
    const both = [
      ['plugin', 20],
      ['plugin', 7],
    ]
    assert.deepEqual(await ask(cpu, disk), both)
    assert.deepEqual(await ask(cpu, disk), both)
    assert.deepEqual(await ask(await packedPlugin('cpu', 1.5)), [['plugin', 20]])
    const newer = await mock.ask('/check-plugin-version/?plugin-id=cpu&plugin-version=1.5', {
      host: `127.0.0.2:${mock.port}`,
    })
    assert.deepEqual(newer.json, { 'success': true, 'update-required': false })
    assert.deepEqual(remembered, [{ host: 2, protocolVersion: 1, about: null }])
    await link.stop()
  })

  test('tells a failure in the words of the agent', async ({ assert }) => {
    const failed = { type: 'command_unsuccessful', message: 'No such device.' }
    const { host, link } = await start({ '127.0.0.2': { cpu: failed } })
    const plugins = [await packedPlugin('cpu'), await packedPlugin('disk')]
    const answers = await answersOf(
      link,
      host,
      plugins.map((each) => assigned(host, each))
    )
    assert.deepInclude(answers[0], { ...failed, value: null })
    assert.equal(answers[1].type, 'command_unsuccessful')
    assert.include(answers[1].message, 'has no data')
    await link.stop()
  })

  test('says what to do where an old agent is not enough', async ({ assert }) => {
    const { host, link } = await start()
    const [cpu, node] = [
      await packedPlugin('cpu'),
      await packedPlugin('node', 1, { 'index.js': 'export class Plugin {}' }),
    ]
    const [withArguments, withoutPython, fine] = await answersOf(link, host, [
      assigned(host, cpu, { name: 'nginx' }),
      assigned(host, node),
      assigned(host, cpu),
    ])
    assert.equal(withArguments.type, 'command_unsuccessful')
    assert.match(withArguments.message, /arguments .* Install the current agent/)
    assert.equal(withoutPython.type, 'command_unsuccessful')
    assert.match(withoutPython.message, /Python.* Install the current agent/)
    assert.equal(fine.type, 'plugin')
    await link.stop()
  })

  test('does not blame the agent for a package that Prophasis has lost', async ({ assert }) => {
    const { host, link } = await start()
    const lost = { ...(await packedPlugin('cpu')), digest: 'lost' }
    const [answer] = await answersOf(link, host, [assigned(host, lost)])
    assert.equal(answer.type, 'command_unsuccessful')
    assert.match(answer.message, /own copy.*no longer stored/)
    await link.stop()
  })

  test('says why a package was refused', async ({ assert }) => {
    const { host, link } = await start()
    const plugin = { ...(await packedPlugin('other')), identifier: 'cpu' }
    const answers = await answersOf(link, host, [assigned(host, plugin), assigned(host, plugin)])
    for (const { type, message } of answers) {
      assert.equal(type, 'command_unsuccessful')
      assert.match(message, /did not take version 1 .* "cpu" was announced/)
    }
    await link.stop()
  })

  test('takes a certificate unseen where that was chosen', async ({ assert }) => {
    const { mock, link } = await start()
    const host = mockHost(mock, 2, { certificateCheck: 'none', certificatePem: null })
    const [answer] = await answersOf(link, host, [assigned(host, await packedPlugin('cpu'))])
    assert.equal(answer.type, 'plugin')
    await link.stop()
  })
})
