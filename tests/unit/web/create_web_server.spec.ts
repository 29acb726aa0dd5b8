import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { test } from '@japa/runner'
import { createWebServer } from '../../../app/web/create_web_server.ts'
import { eventually } from '../../support/eventually.ts'

test.group('The server of the pages', (group) => {
  const server = createWebServer((_, response) => response.end('served'))
  const sockets: Socket[] = []
  group.setup(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    }
  })

  async function open(): Promise<Socket> {
    const { port } = server.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    sockets.push(socket)
    await once(socket, 'connect')
    return socket
  }

  async function ask(socket: Socket): Promise<string> {
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    const [answer] = (await once(socket, 'data')) as [Buffer]
    return answer.toString()
  }

  test('closes what one address opens beyond its share, and goes on serving the rest', async ({
    assert,
  }) => {
    const first = await open()
    for (let count = 0; count < 300; count++) await open()
    await eventually(
      'those beyond the share are closed',
      () => sockets.filter((socket) => socket.closed).length === 45
    )
    assert.include(await ask(first), 'served')
    sockets[1].destroy()
    await eventually('there is room again', async () => {
      const socket = await open()
      const answer = await Promise.race([ask(socket), once(socket, 'close').then(() => '')])
      return answer.includes('served')
    })
  })

  test('waits for nobody for minutes', ({ assert }) => {
    assert.isAtMost(server.headersTimeout, 10_000)
    assert.isAtMost(server.requestTimeout, 30_000)
  })
})
