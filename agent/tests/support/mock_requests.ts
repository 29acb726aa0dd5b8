import { MockAgent, type MockRequest } from './mock_client.ts'
import { packageOf } from './packages.ts'
import { runRequestFor } from './running_agent.ts'

/** The plugin that these tests are about, and the machine. */
export const ID = 'mock.test'
export const DATA = { [ID]: { value: 20, message: 'fine', metrics: [{ name: 'free', value: 7 }] } }
export const WEB = { host: 'web:4048' }

export const packed = (version = 1) =>
  packageOf({ '__init__.py': `version = ${version}` }, { id: ID, version })

/** The body of `/update-plugin/` and its type. */
export function form(archive: Buffer, id = ID): MockRequest {
  const part = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`
  const head = Buffer.from(`${part('plugin-id')}${id}\r\n${part('plugin')}`)
  return {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body: Buffer.concat([head, archive, Buffer.from('\r\n--b--\r\n')]),
  }
}

export async function runOn(mock: MockAgent, archive: Buffer, asked: MockRequest = WEB, times = 1) {
  const run = await runRequestFor(archive)
  const body = JSON.stringify({ runs: Array.from({ length: times }, () => run) })
  return mock.ask('/v2/run', { ...asked, method: 'POST', body })
}

export const put = (mock: MockAgent, archive: Buffer, asked: MockRequest = WEB) =>
  mock.ask(`/v2/plugins/${ID}`, { ...asked, method: 'PUT', body: archive })

export const dataOf = (mock: MockAgent, asked: MockRequest = WEB) =>
  mock.ask(`/get-plugin-data/?plugin-id=${ID}`, asked)

/** A mock agent whose machine `web` has the plugin, with this in the file. */
export async function withFault(fault: object, whole: object = {}) {
  const mock = await MockAgent.start({ web: DATA })
  await put(mock, await packed())
  mock.say({ 'web': { [ID]: { ...DATA[ID], ...fault }, '*': whole }, 'web-2': DATA })
  return mock
}
