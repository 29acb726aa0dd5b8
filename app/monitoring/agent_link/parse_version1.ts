import { cleanText } from '../../../agent/protocol/check_result.ts'
import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import { isEmpty, parseSaid, SAYS_NOTHING } from './parse_line.ts'
import { parseStrictly } from './strict_json.ts'

/** What an answer in version 1 means: every one has `success`, and a `message` where that is false. */
export type Version1Answer =
  | { outcome: 'success'; fields: Record<string, unknown> }
  | { outcome: 'failure'; message: string }
  | Version1Refusal

export interface Version1Refusal {
  outcome: 'refused'
  reason: string
}

/** Reads any answer in version 1. It is as hostile as a line in version 2. */
export function parseVersion1(text: string): Version1Answer {
  const fields = parseStrictly(text)
  if (typeof fields === 'string') return refused(fields)
  if (fields.success === true) return { outcome: 'success', fields }
  if (fields.success !== false) return refused('its success is neither true nor false')
  const { message } = fields
  // Reasons are for people: a long one is better cut than lost.
  const why = typeof message === 'string' ? cleanText(message).trim() : ''
  return { outcome: 'failure', message: why || 'The agent gives no reason.' }
}

/** Reads the answer to `/check-plugin-version/`. */
export function parseUpdateRequired(
  text: string
): { outcome: 'known'; isRequired: boolean } | Exclude<Version1Answer, { outcome: 'success' }> {
  const answer = parseVersion1(text)
  if (answer.outcome !== 'success') return answer
  const isRequired = answer.fields['update-required']
  if (typeof isRequired !== 'boolean') return refused('its update-required is no truth value')
  return { outcome: 'known', isRequired }
}

/**
 * Reads the answer to `/get-plugin-data/`. Python writes null for what a plugin left out.
 * @param durationMs how long it took to come: agents that speak version 1 do not say
 */
export function parseData(
  text: string,
  durationMs: number
): { outcome: 'answer'; answer: PluginAnswer } | Version1Refusal {
  const parsed = parseVersion1(text)
  if (parsed.outcome === 'refused') return parsed
  if (parsed.outcome === 'failure') {
    const said = { value: null, message: parsed.message, metrics: [] }
    return { outcome: 'answer', answer: { type: 'command_unsuccessful', ...said, durationMs } }
  }
  const { value, message } = parsed.fields
  const said = parseSaid(value ?? null, message ?? '')
  if (typeof said === 'string') return refused(said)
  if (isEmpty(said)) return refused(SAYS_NOTHING)
  return { outcome: 'answer', answer: { type: 'plugin', ...said, metrics: [], durationMs } }
}

function refused(reason: string): Version1Refusal {
  return { outcome: 'refused', reason }
}
