import { PACKAGE_LIMITS } from '../protocol/archive_entries.ts'
import { PackageError } from '../protocol/package.ts'
import { MultipartError, readMultipart } from '../src/http/multipart.ts'
import { readBody } from '../src/http/read_body.ts'
import { busy } from '../src/http/refused_request.ts'
import { replyJson, type MockExchange } from './exchange.ts'
import type { MockEntry } from './mock_data.ts'
import { NO_DATA } from './no_data.ts'
import { sendReply } from './send.ts'

const MULTIPART_BYTES = PACKAGE_LIMITS.archiveBytes + 256 * 1024

export function ping(exchange: MockExchange) {
  return replyJson(exchange, { success: true, message: 'pong' })
}

export function checkPluginVersion(exchange: MockExchange) {
  const { query, host } = exchange
  const id = query.get('plugin-id')
  const asked = query.get('plugin-version')
  if (!id || !asked) return refuse(exchange, 'plugin-id and plugin-version are required.')
  const version = Number(asked)
  if (!Number.isFinite(version)) return refuse(exchange, 'plugin-version must be a number.')
  const installed = host.plugins.get(id)
  const isOld = !installed || installed.version < version
  return replyJson(exchange, { 'success': true, 'update-required': isOld })
}

export async function getPluginData(exchange: MockExchange) {
  const { query, host, data, response } = exchange
  const id = query.get('plugin-id')
  if (!id) return refuse(exchange, 'plugin-id is required.')
  if (!host.plugins.has(id)) return refuse(exchange, 'That plugin is not installed on this agent.')
  const entry = data.plugins.get(id)
  const done = await host.alone(async () => {
    if (!entry) return refuse(exchange, NO_DATA)
    const reply = { status: 200, body: Buffer.from(`${JSON.stringify(dataOf(entry))}\n`) }
    await sendReply(response, reply, { ...data.fault, ...entry.fault })
  })
  if (!done) throw busy()
}

export async function updatePlugin(exchange: MockExchange) {
  const { request, host, packages } = exchange
  const body = await readBody(request, MULTIPART_BYTES)
  try {
    const parts = readMultipart(body, request.headers['content-type'] ?? '')
    const archive = parts.get('plugin')
    if (!archive) return await refuse(exchange, 'The file "plugin" is required.')
    const plugin = await packages.read(archive, parts.get('plugin-id')?.toString('utf8'))
    host.plugins.set(plugin.id, plugin)
  } catch (error) {
    if (!(error instanceof PackageError || error instanceof MultipartError)) throw error
    return refuse(exchange, error.message)
  }
  return replyJson(exchange, { success: true })
}

function dataOf({ type, value, message }: MockEntry) {
  return type === 'plugin' ? { success: true, value, message } : { success: false, message }
}

function refuse(exchange: MockExchange, message: string) {
  return replyJson(exchange, { success: false, message })
}
