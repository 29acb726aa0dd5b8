import { once } from 'node:events'
import { arch, hostname, release, type } from 'node:os'
import { PACKAGE_LIMITS } from '../../protocol/archive_entries.ts'
import { PackageError } from '../../protocol/package.ts'
import { isPluginId } from '../../protocol/plugin_id.ts'
import type { InstalledAnswer } from '../../protocol/refusal.ts'
import type { About, RunLine, RunRequest } from '../../protocol/run.ts'
import { install, type Agent, type Exchange } from '../agent.ts'
import { log } from '../log.ts'
import { StorageError } from '../plugins/storage_error.ts'
import { AGENT_VERSION } from '../version.ts'
import { parseRunList } from './parse_run_list.ts'
import { readBody } from './read_body.ts'
import { busy, RefusedRequest } from './refused_request.ts'
import { replyJson } from './reply.ts'

const RUN_LIST_BYTES = 1024 * 1024

export function about({ response }: Exchange, { config, plugins }: Agent) {
  const facts: About = {
    protocol: 2,
    agent_id: config.agent_id,
    agent_version: AGENT_VERSION,
    platform: process.platform,
    os: `${type()} ${release()}`,
    architecture: arch(),
    hostname: hostname(),
    signatures: { mode: config.signatures, keys: [] },
    plugins: plugins.list(),
  }
  replyJson(response, 200, facts)
}

/** Runs the list one after another; each line is sent as soon as its run ends. */
export async function run({ request, response }: Exchange, agent: Agent) {
  const runs = parseRunList(await readBody(request, RUN_LIST_BYTES))
  const done = await agent.runner.alone(async () => {
    response.writeHead(200, {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'cache-control': 'no-store',
    })
    response.flushHeaders()
    for (const [index, one] of runs.entries()) {
      // Whoever asked is gone: what is left of the list would be run for nobody.
      if (response.destroyed) return
      await send(response, await lineOf(index, one, agent))
    }
    await end(response)
  })
  if (!done) throw busy()
}

export async function putPlugin({ request, response, pathTail: id }: Exchange, agent: Agent) {
  if (!isPluginId(id)) throw new RefusedRequest(404, 'E_NOT_FOUND', 'That is no id of a plugin.')
  const archive = await readBody(request, PACKAGE_LIMITS.archiveBytes)
  try {
    const { manifest, digest } = await install(agent, archive, id)
    const answer: InstalledAnswer = { id, version: manifest.version, digest }
    replyJson(response, 200, answer)
  } catch (error) {
    if (!(error instanceof PackageError)) throw error
    if (error instanceof StorageError) log(error.message)
    const status = error instanceof StorageError ? 507 : 422
    throw new RefusedRequest(status, error.code, error.message)
  }
}

async function lineOf(index: number, asked: RunRequest, agent: Agent): Promise<RunLine> {
  const plugin = agent.plugins.find(asked.plugin)
  const same = plugin?.digest === asked.digest && plugin.manifest.version === asked.version
  if (!plugin || !same) return { run: index, type: 'update-required' }
  const timeoutMs = asked.timeout_seconds * 1000
  const answer = await agent.runner.run(plugin, asked.arguments, timeoutMs)
  const { value, message, metrics, durationMs } = answer
  const answerType = answer.type as Exclude<RunLine['type'], 'update-required'>
  return { run: index, type: answerType, value, message, metrics, duration_ms: durationMs }
}

/** Resolves when the last line is on its way: only then may the agent, asked to stop, close the line. */
async function end(response: Exchange['response']) {
  const over = Promise.race([once(response, 'finish'), once(response, 'close')])
  if (response.destroyed) return
  response.end()
  await over
}

async function send(response: Exchange['response'], line: RunLine) {
  if (response.destroyed || response.write(`${JSON.stringify(line)}\n`)) return
  await Promise.race([once(response, 'drain'), once(response, 'close')])
}
