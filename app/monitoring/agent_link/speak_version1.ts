import { randomBytes } from 'node:crypto'
import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import { DEFAULT_TIMEOUT_SECONDS } from '../../../agent/protocol/run.ts'
import type { Clock } from '../clock.ts'
import type { Assignment, PluginEntry } from '../configuration/configuration.ts'
import { failure, UnknownPath, type OnAnswer } from './agent_link.ts'
import type { Connection } from './connection.ts'
import { isTimeout } from './explain_error.ts'
import { multipartOf } from './multipart_of.ts'
import type { Packages } from './packages.ts'
import { parseData, parseUpdateRequired, parseVersion1 } from './parse_version1.ts'
import { PUSH_DEADLINE_MS, refusedWith, sendRequest, SLACK_MS } from './send_request.ts'

/** What it takes beside the connection. */
export interface Version1Parts {
  packages: Packages
  clock: Clock
}

/**
 * Runs one after another on the kept connection, as the cores of 2016 did: ask for the version, bring the package
 * where it is needed, get the data.
 * @throws UnknownPath when the agent does not speak version 1
 */
export async function speakVersion1(
  connection: Connection,
  assignments: readonly Assignment[],
  settle: OnAnswer,
  parts: Version1Parts
) {
  /** Null: it is there. Two checks with the same plugin need it once. */
  const prepared = new Map<PluginEntry, PluginAnswer | null>()
  for (const assignment of assignments) {
    const { plugin } = assignment
    let trouble = refuseArguments(assignment)
    if (trouble === null) {
      if (!prepared.has(plugin)) prepared.set(plugin, await prepare(connection, plugin, parts))
      trouble = prepared.get(plugin) ?? null
    }
    settle(assignment, trouble ?? (await getData(connection, plugin, parts.clock)))
  }
}

function refuseArguments({ plugin, arguments: given }: Assignment): PluginAnswer | null {
  if (Object.keys(given).length === 0) return null
  return failure(
    'command_unsuccessful',
    `This check gives arguments to the plugin ${plugin.name}, which the old agent on this machine cannot take. ${UPGRADE}`
  )
}

const UPGRADE = 'Install the current agent on it.'

/** @returns null when the agent has the plugin, by now or all along */
async function prepare(
  connection: Connection,
  plugin: PluginEntry,
  { packages }: Version1Parts
): Promise<PluginAnswer | null> {
  const hasPython = await packages.hasPython(plugin)
  if (typeof hasPython === 'string') return failure('command_unsuccessful', hasPython)
  if (!hasPython)
    return failure(
      'command_unsuccessful',
      `The plugin ${plugin.name} has no part in Python, which is all that the old agent on this machine can run. ${UPGRADE}`
    )
  const { statusCode, text } = await sendRequest(connection, {
    method: 'GET',
    path: `/check-plugin-version/?plugin-id=${encodeURIComponent(plugin.identifier)}&plugin-version=${plugin.version}`,
    deadlineMs: SLACK_MS,
  })
  if (statusCode === 404) throw new UnknownPath()
  const answer = parseUpdateRequired(text)
  if (answer.outcome === 'known')
    return answer.isRequired ? push(connection, plugin, packages) : null
  return refusedBecause(statusCode, answer)
}

async function push(
  connection: Connection,
  plugin: PluginEntry,
  packages: Packages
): Promise<PluginAnswer | null> {
  const found = await packages.find(plugin)
  if (typeof found === 'string') return failure('command_unsuccessful', found)
  const { archive, signature } = found
  const boundary = randomBytes(24).toString('hex')
  const body = multipartOf(boundary, [
    { name: 'plugin-id', content: plugin.identifier },
    { name: 'plugin', fileName: `${plugin.identifier}.tar.gz`, content: archive },
    ...(signature
      ? [{ name: 'signature', fileName: `${plugin.identifier}.sig`, content: signature }]
      : []),
  ])
  const { statusCode, text } = await sendRequest(connection, {
    method: 'POST',
    path: '/update-plugin/',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body,
    deadlineMs: PUSH_DEADLINE_MS,
  })
  const answer = parseVersion1(text)
  if (answer.outcome === 'success') return null
  if (answer.outcome === 'refused') return refusedBecause(statusCode, answer)
  return failure(
    'command_unsuccessful',
    `The agent did not take version ${plugin.version} of the plugin: ${answer.message}`
  )
}

async function getData(
  connection: Connection,
  plugin: PluginEntry,
  clock: Clock
): Promise<PluginAnswer> {
  const seconds = plugin.manifest.timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS
  const startedAt = clock.monotonic()
  try {
    const { statusCode, text } = await sendRequest(connection, {
      method: 'GET',
      path: `/get-plugin-data/?plugin-id=${encodeURIComponent(plugin.identifier)}`,
      deadlineMs: seconds * 1000 + SLACK_MS,
    })
    if (statusCode === 429) return refusedWith(statusCode)
    const parsed = parseData(text, Math.round(clock.monotonic() - startedAt))
    return parsed.outcome === 'answer' ? parsed.answer : refusedBecause(statusCode, parsed)
  } catch (error) {
    // One plugin that hangs is no reason to call the machine silent, nor to leave out the others.
    if (!isTimeout(error) || !(await answersPing(connection))) throw error
    return failure(
      'plugin_timeout',
      `The agent itself answers, but the data of this plugin was not there after ${seconds} seconds.`
    )
  }
}

async function answersPing(connection: Connection): Promise<boolean> {
  try {
    const ping = { method: 'GET', path: '/ping/', deadlineMs: SLACK_MS } as const
    return parseVersion1((await sendRequest(connection, ping)).text).outcome === 'success'
  } catch {
    return false
  }
}

/** Agents of 2016 give their reasons with any status; without one the status is all there is to tell. */
function refusedBecause(
  statusCode: number,
  answer: { outcome: 'failure'; message: string } | { outcome: 'refused'; reason: string }
): PluginAnswer {
  if (answer.outcome === 'failure') return failure('command_unsuccessful', answer.message)
  if (statusCode !== 200) return refusedWith(statusCode)
  return failure('request_error', `The agent's answer cannot be used: ${answer.reason}.`)
}
