import { request } from 'node:http'
import { test } from '@japa/runner'
import { url } from '../../support/page_client.ts'

test.group('The address of a request', () => {
  test("under a stranger's name is refused with what to do", async ({ assert }) => {
    for (const path of ['/', '/login', '/setup', '/api/v1/health', '/no-such-page']) {
      const { status, text } = await get(path, 'evil.example.com')
      assert.equal(status, 421, path)
      assert.include(text, 'PROPHASIS_NAMES', path)
    }
  })

  test('under a name of the local network is answered', async ({ assert }) => {
    for (const name of ['prophasis.local', 'box', '[::1]:80'])
      assert.notEqual((await get('/login', name)).status, 421)
  })

  test('with a broken escape is refused in words', async ({ assert }) => {
    for (const path of ['/%E0%A4%A', '/api/v1/%E0%A4%A']) {
      const { status, text } = await get(path, 'localhost')
      assert.equal(status, 400)
      assert.equal(JSON.parse(text).error.code, 'E_BAD_ADDRESS')
    }
  })
})

function get(path: string, host: string): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url('/'))
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, headers: { host } }, async (answer) => {
      let text = ''
      for await (const chunk of answer) text += String(chunk)
      resolve({ status: answer.statusCode!, text })
    })
    sent.on('error', reject).end()
  })
}
