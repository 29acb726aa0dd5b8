import { cleanText } from '../../../agent/protocol/check_result.ts'
import {
  DEFAULT_TIMEOUT_SECONDS,
  SIGNATURE_HEADER,
  type RunRequest,
} from '../../../agent/protocol/run.ts'
import type { Assignment, PluginEntry } from '../configuration/configuration.ts'
import { AgentRefusal, failure, UnknownPath, type OnAnswer } from './agent_link.ts'
import type { Connection } from './connection.ts'
import type { Package, Packages } from './packages.ts'
import { parseLine } from './parse_line.ts'
import { PUSH_DEADLINE_MS, refusedWith, sendRequest, SLACK_MS } from './send_request.ts'

/**
 * Runs all in one request; what the agent lacks is pushed to it and run once more.
 * @throws UnknownPath when the agent does not speak version 2
 */
export async function speakVersion2(
  connection: Connection,
  assignments: readonly Assignment[],
  settle: OnAnswer,
  packages: Packages
) {
  const lacking = new Set(await runOnce(connection, assignments, settle))
  for (const plugin of new Set([...lacking].map((assignment) => assignment.plugin))) {
    const refusal = await push(connection, plugin, await packages.find(plugin))
    if (refusal === null) continue
    for (const each of lacking) {
      if (each.plugin !== plugin) continue
      lacking.delete(each)
      settle(each, failure('command_unsuccessful', refusal))
    }
  }
  if (lacking.size === 0) return
  const still = await runOnce(connection, [...lacking], settle)
  for (const assignment of still)
    settle(
      assignment,
      failure('request_error', 'The agent took the plugin and then said that it lacks it.')
    )
}

const JSON_BODY = { 'content-type': 'application/json' }

/** @returns those whose package the agent lacks */
async function runOnce(
  connection: Connection,
  assignments: readonly Assignment[],
  settle: OnAnswer
) {
  const lacking: Assignment[] = []
  const runs = assignments.map(runRequestFor)
  const request = {
    method: 'POST',
    path: '/v2/run',
    headers: JSON_BODY,
    body: JSON.stringify({ runs }),
    deadlineMs: SLACK_MS + runs.reduce((sum, run) => sum + run.timeout_seconds * 1000, 0),
  } as const
  const { statusCode } = await sendRequest(connection, request, (text) => {
    const line = parseLine(text)
    const assignment = line.run === null ? undefined : assignments[line.run]
    if (assignment === undefined)
      throw new AgentRefusal(unusable('reason' in line ? line.reason : 'nobody asked for its run'))
    if (line.outcome === 'update-required') lacking.push(assignment)
    else settle(assignment, line.outcome === 'answer' ? line.answer : unusable(line.reason))
  })
  if (statusCode === 404) throw new UnknownPath()
  if (statusCode !== 200) throw new AgentRefusal(refusedWith(statusCode))
  return lacking
}

function unusable(reason: string) {
  return failure('request_error', `The agent's answer cannot be used: ${reason}.`)
}

function runRequestFor({ plugin, arguments: given }: Assignment): RunRequest {
  return {
    plugin: plugin.identifier,
    version: plugin.version,
    digest: plugin.digest,
    arguments: given,
    timeout_seconds: plugin.manifest.timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS,
  }
}

/** @returns null when the agent has taken it, else why not */
async function push(
  connection: Connection,
  plugin: PluginEntry,
  found: Package | string
): Promise<string | null> {
  if (typeof found === 'string') return found
  const { archive, signature } = found
  const { statusCode, text } = await sendRequest(connection, {
    method: 'PUT',
    path: `/v2/plugins/${encodeURIComponent(plugin.identifier)}`,
    headers: {
      'content-type': 'application/gzip',
      ...(signature && { [SIGNATURE_HEADER]: signature.toString('base64') }),
    },
    body: archive,
    deadlineMs: PUSH_DEADLINE_MS,
  })
  if (statusCode < 300) return null
  return `The agent did not take version ${plugin.version} of the plugin: ${reasonIn(text) ?? `status ${statusCode}`}`
}

function reasonIn(text: string): string | null {
  try {
    const { message } = JSON.parse(text) as { message?: unknown }
    return typeof message === 'string' ? cleanText(message, 500) : null
  } catch {
    return null
  }
}
