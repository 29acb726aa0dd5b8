import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { replaceFile } from '../../protocol/write_folder.ts'
import { UserError } from '../user_error.ts'
import type { StoredKey } from './key.ts'

export const CONFIG_NAME = 'agent.json'
const CONFIG_MODE = 0o640

/** `agent.json`. Paths are relative to the folder it is in. */
export interface AgentConfig {
  agent_id: string
  /** Address to listen on. */
  host: string
  port: number
  /** Take the next free port when `port` is taken. */
  port_fallback: boolean
  certificate: string
  private_key: string
  data_folder: string
  /** Whether package signatures are looked at. */
  signatures: 'off'
  key: StoredKey
}

/** The configuration in `folder`, checked, with absolute paths; `UserError` naming the key at fault. */
export async function readConfig(folder: string): Promise<AgentConfig> {
  const config = await readStoredConfig(folder)
  if (!config) {
    throw new UserError(`There is no ${CONFIG_NAME} in ${folder}; run the setup command first.`)
  }
  return {
    ...config,
    certificate: resolve(folder, config.certificate),
    private_key: resolve(folder, config.private_key),
    data_folder: resolve(folder, config.data_folder),
  }
}

/** The configuration as it stands in the file, or null when there is none yet. */
export async function readStoredConfig(folder: string): Promise<AgentConfig | null> {
  const path = join(folder, CONFIG_NAME)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new UserError(`${path} cannot be read: ${(error as Error).message}`)
  }
  return checkedConfig(parsed(text, path), path)
}

/** Writes `agent.json`, readable by the agent's group at most. */
export async function writeConfig(folder: string, config: AgentConfig) {
  await replaceFile(join(folder, CONFIG_NAME), `${JSON.stringify(config, null, 2)}\n`, CONFIG_MODE)
}

/** Throws a `UserError` unless `port` is one that can be listened on. */
export function checkPort(port: number, name: string): number {
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port
  throw new UserError(`${name} must be a port from 1 to 65535.`)
}

function parsed(text: string, path: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null) return json as Record<string, unknown>
  } catch {
    // said below
  }
  throw new UserError(`${path} is not a JSON object; repair it or run the setup command again.`)
}

function checkedConfig(json: Record<string, unknown>, path: string): AgentConfig {
  const text = (key: string): string => {
    const value = json[key]
    if (typeof value === 'string' && value !== '') return value
    throw new UserError(`"${key}" in ${path} must be a text that is not empty.`)
  }
  return {
    agent_id: text('agent_id'),
    host: text('host'),
    port: checkPort(Number(json.port), `"port" in ${path}`),
    port_fallback: json.port_fallback === true,
    certificate: text('certificate'),
    private_key: text('private_key'),
    data_folder: text('data_folder'),
    signatures: signaturesOf(json.signatures ?? 'off', path),
    key: keyOf(json.key, path),
  }
}

function signaturesOf(mode: unknown, path: string): 'off' {
  if (mode === 'off') return mode
  if (mode === 'check' || mode === 'enforce') {
    throw new UserError(
      `"signatures" in ${path} is "${mode}", but this version of the agent cannot check signatures yet; set it to "off" or keep the agent stopped.`
    )
  }
  throw new UserError(`"signatures" in ${path} must be "off", "check" or "enforce".`)
}

function keyOf(key: unknown, path: string): StoredKey {
  const { salt, hash } = (key ?? {}) as Record<string, unknown>
  const hex = /^[0-9a-f]{64}$/
  if (typeof salt === 'string' && typeof hash === 'string' && hex.test(salt) && hex.test(hash)) {
    return { salt, hash }
  }
  throw new UserError(
    `"key" in ${path} is damaged; delete the file and run the setup command again.`
  )
}
