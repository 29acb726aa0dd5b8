/**
 * Answers for all hosts of a fleet, in a process of its own: what it takes is not counted. Hosts are told apart by the
 * loopback address they are reached at. Forked by simulated_agents.ts.
 */
import type { Socket } from 'node:net'
import { createServer } from 'node:tls'
import { type About, USER } from '../agent/protocol/run.ts'
import { readAnswers, type RecordedAnswer } from './answers.ts'
import { addressOf, isBad, keyOf, slicesOf, type Fleet, type Grid } from './fleet.ts'
import { readRequests, type AgentRequest } from './http_requests.ts'
import { createLateness } from './lateness.ts'
import type { FromSimulator, ToSimulator } from './simulated_agents.ts'

interface Host {
  number: number
  authorization: string
  /** By plugin, its place in the interval. */
  shares: Map<string, number>
  isHanging: boolean
  /** Those whose request was never answered. */
  stuck: Set<Socket>
  /** Told to answer badly. */
  isTripped: boolean
  hasSaidSo: boolean
}

const TRIPPED_PLUGIN = 'updates'
const HEAD =
  'HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson; charset=utf-8\r\n' +
  'cache-control: no-store\r\ntransfer-encoding: chunked\r\n\r\n'

const answers = readAnswers()
const tails = { good: tailsOf(answers.good), bad: tailsOf(answers.bad) }
const lateness = createLateness()
const hosts = new Map<string, Host>()
let fleet: Fleet
let grid: Grid | null = null

process.on('message', (message: ToSimulator) => {
  if ('start' in message) start(message.start)
  if ('grid' in message) grid = message.grid
  if ('window' in message) lateness.watch(message.window.from, message.window.to)
  if ('hang' in message)
    for (const host of hosts.values()) hang(host, message.hang.includes(host.number))
  if ('trip' in message)
    for (const host of hosts.values()) host.isTripped = message.trip.includes(host.number)
  if ('report' in message) say({ lateness: lateness.summary() })
})
process.on('disconnect', () => process.exit(0))

function start({ cert, key, ...options }: Fleet & { cert: string; key: string }) {
  fleet = options
  for (let number = 0; number < fleet.hosts; number++)
    hosts.set(addressOf(number), makeHost(number))
  for (const slice of slicesOf(fleet))
    for (const number of slice.hosts)
      for (const plugin of slice.plugins)
        hosts.get(addressOf(number))!.shares.set(plugin, slice.share)
  const server = createServer({ cert, key, noDelay: true }, (socket) => {
    const host = hosts.get(socket.localAddress ?? '')
    if (!host) return socket.destroy()
    readRequests(socket, (request) => answer(socket, host, request))
  })
  server.on('tlsClientError', (_, socket) => socket.destroy())
  server.listen({ host: '0.0.0.0', port: 0, backlog: 4096 }, () =>
    say({ port: (server.address() as { port: number }).port })
  )
}

function makeHost(number: number): Host {
  const authorization = `Basic ${Buffer.from(`${USER}:${keyOf(number)}`).toString('base64')}`
  const isNot = { isHanging: false, isTripped: false, hasSaidSo: false }
  return { number, authorization, shares: new Map(), stuck: new Set(), ...isNot }
}

function aboutOf({ number }: Host): About {
  return {
    ...{ protocol: 2, agent_id: addressOf(number), agent_version: '0.1.0', hostname: `h${number}` },
    ...{ platform: 'linux', os: 'Linux 6.12', architecture: 'x64' },
    ...{ signatures: { mode: 'off', keys: [] }, plugins: [] },
  }
}

/** One that hangs no more is as after a restart: nobody waits for it any longer. */
function hang(host: Host, isHanging: boolean) {
  host.isHanging = isHanging
  if (isHanging) return
  for (const socket of host.stuck) socket.destroy()
  host.stuck.clear()
}

function answer(socket: Socket, host: Host, request: AgentRequest) {
  if (host.isHanging) return void host.stuck.add(socket)
  if (request.authorization !== host.authorization) return reply(socket, '401 Unauthorized', {})
  if (request.path === '/v2/run') return run(socket, host, request.body)
  if (request.path === '/v2/about') return reply(socket, '200 OK', aboutOf(host))
  reply(socket, '200 OK', { id: request.path.split('/').at(-1), version: 1, digest: '' })
}

function run(socket: Socket, host: Host, body: string) {
  const { runs } = JSON.parse(body) as { runs: { plugin: string }[] }
  const now = Date.now()
  let text = HEAD
  for (let position = 0; position < runs.length; position++) {
    const { plugin } = runs[position]
    const slot = grid === null ? 0 : note(host, plugin, grid, now)
    const isWrong =
      isBad(fleet, host.number, plugin, slot) || (host.isTripped && plugin === TRIPPED_PLUGIN)
    const line = `{"run":${position},${(isWrong ? tails.bad : tails.good).get(plugin)}`
    text += `${line.length.toString(16)}\r\n${line}\r\n`
    if (plugin === TRIPPED_PLUGIN && host.isTripped !== host.hasSaidSo) {
      host.hasSaidSo = host.isTripped
      say({ changed: { host: host.number, isBad: isWrong, at: Date.now() } })
    }
  }
  socket.write(`${text}0\r\n\r\n`)
}

/** @returns the how-manieth slot of the grid it is */
function note(host: Host, plugin: string, { base, intervalMs }: Grid, now: number): number {
  const first = base + Math.round((host.shares.get(plugin) ?? 0) * intervalMs)
  const slot = Math.floor((now - first) / intervalMs)
  lateness.add(first + slot * intervalMs, now)
  return slot
}

function reply(socket: Socket, status: string, content: unknown) {
  const text = JSON.stringify(content)
  socket.write(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
  )
}

/** The answers are ASCII, so that their length in characters is that in bytes. */
function tailsOf(recorded: Record<string, RecordedAnswer>) {
  return new Map(
    Object.entries(recorded).map(([plugin, each]) => [
      plugin,
      `${JSON.stringify({ type: 'plugin', ...each }).slice(1)}\n`,
    ])
  )
}

function say(message: FromSimulator) {
  process.send?.(message)
}
