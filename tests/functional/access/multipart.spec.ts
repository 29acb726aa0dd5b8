import { request } from 'node:http'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import { PageClient, url } from '../../support/page_client.ts'
import { createPerson, signedIn, tokenOf } from '../../support/people.ts'

/** The first ends a process that parses it, the second blocks it for seconds. */
const BODIES = {
  'a broken file name': part(`filename*=utf-8''%E0%A4%A`),
  'a part header of 240 KB': part(`filename="${'a;'.repeat(120_000)}"`),
  'an ordinary file': part('filename="a.txt"'),
}
const CONTENT_TYPES = [
  'multipart/form-data; boundary=cut',
  'Multipart/Form-Data; Boundary=cut',
  'multipart/mixed; boundary=cut',
  'multipart/form-data',
  ' multipart/form-data;boundary="cut"',
]
const PATHS = ['/login', '/setup', '/logout', '/no-such-page', '/api/v1/alerts', '/api/v1/health']

test.group('A multipart body', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  for (const [name, body] of Object.entries(BODIES)) {
    test(`with ${name} is refused everywhere, signed in or not`, async ({ assert }) => {
      await createPerson('owner')
      const browser = await signedIn('owner@example.com')
      const cookie = `prophasis-session=${browser.sessionCookie}`
      const authorization = `Bearer ${await tokenOf('owner')}`
      for (const headers of [{}, { cookie, authorization }] as Record<string, string>[]) {
        for (const path of PATHS) {
          for (const type of CONTENT_TYPES) {
            const answer = await send(path, { ...headers, 'content-type': type }, body)
            assert.equal(answer.status, 415, `${type} at ${path}`)
            assert.include(answer.text, 'Multipart bodies are not accepted')
          }
        }
      }
      assert.equal((await browser.get('/login')).location, '/', 'the process goes on')
    })
  }

  test('is refused under another method too', async ({ assert }) => {
    await createPerson('owner')
    const headers = { 'content-type': CONTENT_TYPES[0] }
    for (const method of ['PUT', 'PATCH', 'DELETE', 'GET']) {
      const answer = await send('/login', headers, BODIES['a broken file name'], method)
      assert.equal(answer.status, 415, method)
    }
    const spoofed = await send('/login?_method=PUT', headers, BODIES['a broken file name'])
    assert.equal(spoofed.status, 415)
    assert.equal((await new PageClient().get('/login')).status, 200)
  })
})

function part(disposition: string): string {
  return `--cut\r\nContent-Disposition: form-data; name="a"; ${disposition}\r\n\r\ntext\r\n--cut--\r\n`
}

/** Header values go out as they are, which fetch would tidy up. */
function send(path: string, headers: Record<string, string>, body: string, method = 'POST') {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const length = String(Buffer.byteLength(body))
    const options = { method, headers: { ...headers, 'content-length': length } }
    const outgoing = request(url(path), options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
