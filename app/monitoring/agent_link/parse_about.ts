import { isPluginId } from '../../../agent/protocol/plugin_id.ts'
import type { About } from '../../../agent/protocol/run.ts'
import { isNumber, isRecord, isText, parseStrictly } from './strict_json.ts'

const MAX_FACT_BYTES = 400
const MAX_PLUGINS = 1000
const MODES = ['off', 'check', 'enforce'] as const
const DIGEST = /^[0-9a-f]{64}$/

/**
 * Reads an answer to `/v2/about`. Only what is known is taken over: it is stored and shown.
 * @returns null for anything that is no such answer
 */
export function parseAbout(text: string): About | null {
  const fields = parseStrictly(text)
  if (typeof fields === 'string' || fields.protocol !== 2) return null
  const { agent_id, agent_version, platform, os, architecture, hostname } = fields
  const signatures = parseSignatures(fields.signatures)
  const plugins = parsePlugins(fields.plugins)
  const facts = { agent_id, agent_version, platform, os, architecture, hostname }
  if (!areTexts(facts) || signatures === null || plugins === null) return null
  return { protocol: 2, ...facts, signatures, plugins }
}

function areTexts<Name extends string>(
  facts: Record<Name, unknown>
): facts is Record<Name, string> {
  return Object.values(facts).every((fact) => isText(fact, MAX_FACT_BYTES))
}

function parseSignatures(input: unknown): About['signatures'] | null {
  if (!isRecord(input)) return null
  const mode = MODES.find((each) => each === input.mode)
  const keys = input.keys
  const areKeys = Array.isArray(keys) && keys.every((key) => isText(key, MAX_FACT_BYTES))
  return mode && areKeys ? { mode, keys: keys as string[] } : null
}

function parsePlugins(input: unknown): About['plugins'] | null {
  if (!Array.isArray(input) || input.length > MAX_PLUGINS) return null
  const plugins: About['plugins'] = []
  for (const entry of input as unknown[]) {
    if (!isRecord(entry)) return null
    const { id, version, digest } = entry
    const isDigest = typeof digest === 'string' && DIGEST.test(digest)
    if (!isPluginId(id) || !isNumber(version) || !isDigest) return null
    plugins.push({ id, version, digest })
  }
  return plugins
}
