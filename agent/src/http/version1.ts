import { PackageError } from '../../protocol/package.ts'
import { PACKAGE_LIMITS } from '../../protocol/archive_entries.ts'
import { install, type Agent, type Exchange } from '../agent.ts'
import { MultipartError, readMultipart } from './multipart.ts'
import { readBody } from './read_body.ts'
import { busy } from './refused_request.ts'
import { replyJson } from './reply.ts'

/**
 * Version 1 of the protocol, as agents of 2016 speak it, spelling included: refusals are
 * `{"success": false, "message"}` with status 200.
 */
const MULTIPART_BYTES = PACKAGE_LIMITS.archiveBytes + 256 * 1024

export function ping({ response }: Exchange) {
  replyJson(response, 200, { success: true, message: 'pong' })
}

/** An update is needed when the plugin is not installed or older than the version asked for. */
export function checkPluginVersion({ query, response }: Exchange, agent: Agent) {
  const id = query.get('plugin-id')
  const asked = query.get('plugin-version')
  if (!id || !asked) return refuse(response, 'plugin-id and plugin-version are required.')
  const version = Number(asked)
  if (!Number.isFinite(version)) return refuse(response, 'plugin-version must be a number.')
  const installed = agent.plugins.find(id)
  const updateRequired = !installed || installed.manifest.version < version
  replyJson(response, 200, { 'success': true, 'update-required': updateRequired })
}

export async function getPluginData({ query, response }: Exchange, agent: Agent) {
  const id = query.get('plugin-id')
  if (!id) return refuse(response, 'plugin-id is required.')
  const plugin = agent.plugins.find(id)
  if (!plugin) return refuse(response, 'That plugin is not installed on this agent.')
  const timeoutMs = plugin.manifest.timeout_seconds * 1000
  const done = await agent.runner.alone(async () => {
    const { type, value, message } = await agent.runner.run(plugin, {}, timeoutMs)
    if (type === 'plugin') replyJson(response, 200, { success: true, value, message })
    else refuse(response, message)
  })
  if (!done) throw busy()
}

export async function updatePlugin({ request, response }: Exchange, agent: Agent) {
  const body = await readBody(request, MULTIPART_BYTES)
  try {
    const parts = readMultipart(body, request.headers['content-type'] ?? '')
    const archive = parts.get('plugin')
    if (!archive) return refuse(response, 'The file "plugin" is required.')
    const id = parts.get('plugin-id')?.toString('utf8')
    await install(agent, archive, id)
    replyJson(response, 200, { success: true })
  } catch (error) {
    if (!(error instanceof PackageError || error instanceof MultipartError)) throw error
    refuse(response, error.message)
  }
}

function refuse(response: Exchange['response'], message: string) {
  replyJson(response, 200, { success: false, message })
}
