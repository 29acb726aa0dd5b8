import { createServer, request, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { MockAgent } from '../../../agent/tests/support/mock_client.ts'
import { answersOf, assigned, mockHost, packedPlugin, testLink } from '../../support/agent_link.ts'
import { certificate } from '../alert/certificates.ts'

const PREFIX = '/box1'

/** A reverse proxy that shows an agent below a path of its own. */
async function startProxy(agentPort: number) {
  const refused: string[] = []
  const server: Server = createServer(certificate('loopback'), (incoming, outgoing) => {
    const { method, headers, url = '' } = incoming
    if (!url.startsWith(`${PREFIX}/`)) {
      refused.push(url)
      return void outgoing.writeHead(404).end()
    }
    const path = url.slice(PREFIX.length)
    const host = `127.0.0.2:${agentPort}`
    const target = { host: '127.0.0.1', port: agentPort, rejectUnauthorized: false }
    const sent = request({ ...target, path, method, headers: { ...headers, host } }, (response) => {
      outgoing.writeHead(response.statusCode!, response.headers)
      response.pipe(outgoing)
    })
    incoming.pipe(sent)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { port: (server.address() as AddressInfo).port, refused, stop }
}

test.group('An address that is a base URL', (group) => {
  group.each.teardown(() => MockAgent.stopAll())

  for (const version of [1, 2] as const) {
    for (const end of ['', '/']) {
      test(`keeps its path "${PREFIX}${end}" in version ${version}`, async ({ assert }) => {
        const mock = await MockAgent.start({ '127.0.0.2': { cpu: { value: 20 } } }, { version })
        const proxy = await startProxy(mock.port)
        const { link, remembered } = testLink()
        const host = mockHost(mock, 2, {
          address: `https://127.0.0.1:${proxy.port}${PREFIX}${end}`,
          certificatePem: certificate('loopback').cert,
        })
        const [answer] = await answersOf(link, host, [assigned(host, await packedPlugin('cpu'))])
        assert.deepInclude(answer, { type: 'plugin', value: 20 })
        assert.equal(remembered[0].protocolVersion, version)
        assert.isEmpty(proxy.refused)
        await link.stop()
        proxy.stop()
      })
    }
  }

  test('is what sentences name', async ({ assert }) => {
    const { link } = testLink()
    const mock = await MockAgent.start({})
    await mock.stop()
    const address = `https://127.0.0.1:${mock.port}${PREFIX}`
    const host = { ...mockHost(mock, 2), address }
    const [answer] = await answersOf(link, host, [assigned(host, await packedPlugin('cpu'))])
    assert.include(answer.message, `Nothing answers at ${address}:`)
    await link.stop()
  })
})
