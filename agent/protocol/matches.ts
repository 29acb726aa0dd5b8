import { createContext, Script } from 'node:vm'

/** Sensible patterns take microseconds; others would hold up the whole process, some of them for years. */
const DEADLINE_MS = 250

const context = createContext({})
const script = new Script('new RegExp(pattern, "u").test(value)')

/**
 * Tests a text with the pattern of a manifest, anchored at both ends, so that it is never met by a part of the text
 * only (a line of several, say).
 * @returns `too_slow` when it cannot be told in time
 */
export function matches(pattern: string, value: string): boolean | 'too_slow' {
  try {
    Object.assign(context, { pattern: `^(?:${pattern})$`, value })
    return script.runInContext(context, { timeout: DEADLINE_MS }) as boolean
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'too_slow'
    throw error
  }
}
