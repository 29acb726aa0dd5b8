import { arch, release, type } from 'node:os'
import { PACKAGE_LIMITS } from '../protocol/archive_entries.ts'
import { PackageError } from '../protocol/package.ts'
import { isPluginId } from '../protocol/plugin_id.ts'
import type { About, RunRequest } from '../protocol/run.ts'
import { parseRunList } from '../src/http/parse_run_list.ts'
import { readBody } from '../src/http/read_body.ts'
import { busy, RefusedRequest } from '../src/http/refused_request.ts'
import { replyJson, type MockExchange } from './exchange.ts'
import type { Fault } from './fault.ts'
import { NO_DATA } from './no_data.ts'
import { cut, pause, sendBytes, sendReply } from './send.ts'

const RUN_LIST_BYTES = 1024 * 1024

export function about(exchange: MockExchange) {
  const { host } = exchange
  const facts: About = {
    protocol: 2,
    agent_id: `mock-${host.name}`,
    agent_version: 'mock',
    platform: process.platform,
    os: `${type()} ${release()}`,
    architecture: arch(),
    hostname: host.name.replace(/:\d+$/, ''),
    signatures: { mode: 'off', keys: [] },
    plugins: [...host.plugins.values()],
  }
  return replyJson(exchange, facts)
}

export async function putPlugin(exchange: MockExchange) {
  const { request, pathTail: id, host, packages } = exchange
  if (!isPluginId(id)) throw new RefusedRequest(404, 'E_NOT_FOUND', 'That is no id of a plugin.')
  const archive = await readBody(request, PACKAGE_LIMITS.archiveBytes)
  try {
    const plugin = await packages.read(archive, id)
    host.plugins.set(plugin.id, plugin)
    await replyJson(exchange, plugin)
  } catch (error) {
    if (!(error instanceof PackageError)) throw error
    throw new RefusedRequest(422, error.code, error.message)
  }
}

export async function run(exchange: MockExchange) {
  const { request, response, host, data } = exchange
  const runs = parseRunList(await readBody(request, RUN_LIST_BYTES))
  const done = await host.alone(async () => {
    const whole = wholeFault(exchange, runs)
    if (whole) return sendReply(response, { status: 200, body: Buffer.from('') }, whole)
    if (!(await pause(response, data.fault.delayMs ?? 0))) return
    response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' })
    response.flushHeaders()
    for (const [index, asked] of runs.entries()) {
      if (!(await sendLine(exchange, index, asked))) return
    }
    response.end()
  })
  if (!done) throw busy()
}

/** A status, and a connection cut before anything is sent, cannot be that of one line: they are all of the answer. */
function wholeFault(exchange: MockExchange, runs: RunRequest[]): Fault | undefined {
  const faults = [exchange.data.fault, ...runs.map((asked) => faultOf(exchange, asked))]
  return faults.find(({ status, close }) => status !== undefined || close === 'before')
}

/** Sends the line of one run; whether more may follow. */
async function sendLine(exchange: MockExchange, index: number, asked: RunRequest) {
  const { response, data } = exchange
  const fault = { ...data.fault, ...faultOf(exchange, asked) }
  if (!(await pause(response, faultOf(exchange, asked).delayMs ?? 0))) return false
  if (fault.close === 'after_headers') {
    cut(response)
    return false
  }
  const line = fault.raw ?? Buffer.from(JSON.stringify(lineOf(exchange, index, asked)))
  const end = fault.endless ? '' : '\n'
  return sendBytes(response, Buffer.concat([line, Buffer.from(end)]), fault)
}

/** What goes wrong with a plugin goes wrong when it runs, so not while the agent lacks it. */
function faultOf(exchange: MockExchange, asked: RunRequest): Fault {
  const entry = exchange.data.plugins.get(asked.plugin)
  return entry && isInstalled(exchange, asked) ? entry.fault : {}
}

function lineOf(exchange: MockExchange, index: number, asked: RunRequest) {
  if (!isInstalled(exchange, asked)) return { run: index, type: 'update-required' }
  const entry = exchange.data.plugins.get(asked.plugin)
  const failed = { type: 'command_unsuccessful', value: null, message: NO_DATA }
  const { fault: _, ...said } = entry ?? { ...failed, metrics: [], duration_ms: 0, fault: {} }
  return { run: index, ...said }
}

function isInstalled({ host }: MockExchange, { plugin, digest, version }: RunRequest): boolean {
  const installed = host.plugins.get(plugin)
  return installed?.digest === digest && installed.version === version
}
