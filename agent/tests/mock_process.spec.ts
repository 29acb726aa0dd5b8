import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { endProcess } from './support/agent_process.ts'
import { temporaryFolder } from './support/temporary.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** As testers start it, from the source. */
function ace(...args: string[]) {
  const env = { ...process.env, NODE_ENV: 'development' }
  return spawn(process.execPath, ['ace.js', 'agent:mock', ...args], { cwd: ROOT, env })
}

test.group('node ace agent:mock', () => {
  test('says where it listens, answers, and ends when it is told to', async ({ assert }) => {
    const file = join(temporaryFolder(), 'data.json')
    writeFileSync(file, '{}')
    const child = ace(file, '--port=0', '--host=127.0.0.1', '--key=secret', '--json')
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    const told = JSON.parse(line) as { port: number; fingerprint: string; certificate: string }
    const sent = request({
      ...{ host: '127.0.0.1', port: told.port, path: '/ping/', auth: 'core:secret' },
      ...{ ca: readFileSync(told.certificate), agent: false },
    })
    sent.end()
    const [response] = await once(sent, 'response')
    const { fingerprint256 } = (response.socket as TLSSocket).getPeerCertificate()
    assert.equal(fingerprint256, told.fingerprint)
    assert.deepEqual(JSON.parse(await text(response)), { success: true, message: 'pong' })
    assert.equal(await endProcess(child), 0)
  }).timeout(60_000)

  test('says in a sentence why it cannot start', async ({ assert }) => {
    const child = ace(join(temporaryFolder(), 'absent.json'))
    const said = await text(child.stderr)
    assert.match(said, /absent\.json cannot be used/)
    assert.equal(await endProcess(child), 1)
  }).timeout(60_000)
})
