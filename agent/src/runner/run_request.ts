import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ArgumentValue } from '../../protocol/run.ts'

export interface RunnerRequest {
  folder: string
  args: Record<string, ArgumentValue>
  timeoutMs: number
  dataFolder: string
  /** What the plugin starts carries it in its environment. */
  token: string
}

interface LoadedPlugin {
  getData(args: Record<string, ArgumentValue>, context: unknown): unknown
}

/** By folder, which is by digest: an instance lives as long as this process. */
const loaded = new Map<string, LoadedPlugin>()

/** Runs one plugin; resolves to one line of JSON, `{answer}` or `{failure}`. Never rejects. */
export async function runRequest(request: RunnerRequest): Promise<string> {
  const { folder, args, timeoutMs, dataFolder, token } = request
  process.env.PROPHASIS_RUN = token
  try {
    const plugin = await load(folder)
    const context = { platform: process.platform, timeoutMs, dataFolder }
    const answer = (await plugin.getData(args, context)) ?? null
    return JSON.stringify({ answer }, keepUnusualNumbers)
  } catch (error) {
    return failureLine(error)
  }
}

/** The line that says why a plugin failed; `more` goes with it. */
export function failureLine(error: unknown, more: { last?: true } = {}): string {
  const message = error instanceof Error ? error.message : String(error)
  return JSON.stringify({ failure: `The plugin failed: ${message}`.slice(0, 8192), ...more })
}

async function load(folder: string): Promise<LoadedPlugin> {
  const known = loaded.get(folder)
  if (known) return known
  const module = (await import(pathToFileURL(join(folder, 'index.js')).href)) as {
    Plugin?: new () => LoadedPlugin
  }
  if (typeof module.Plugin !== 'function') throw new Error('index.js exports no class "Plugin".')
  const plugin = new module.Plugin()
  if (typeof plugin.getData !== 'function') throw new Error('its class has no method getData().')
  loaded.set(folder, plugin)
  return plugin
}

/** JSON would turn NaN into null, which means "no number": sent as text, so that the agent refuses it. */
function keepUnusualNumbers(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}
