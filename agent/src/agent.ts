import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AgentConfig } from './config/agent_config.ts'
import { FailedAttempts } from './http/failed_attempts.ts'
import { WaitingConnections } from './http/waiting_connections.ts'
import { log } from './log.ts'
import { InstalledPlugins, type InstalledPlugin } from './plugins/installed_plugins.ts'
import { PluginRunner } from './plugins/plugin_runner.ts'

/** What every request handler works with. */
export interface Agent {
  config: AgentConfig
  plugins: InstalledPlugins
  runner: PluginRunner
  attempts: FailedAttempts
  waiting: WaitingConnections
}

/** One authenticated request and its reply. */
export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  query: URLSearchParams
  /** What follows the fixed part of the path, undecoded. */
  pathTail: string
}

export async function openAgent(config: AgentConfig): Promise<Agent> {
  return {
    config,
    plugins: await InstalledPlugins.open(config.data_folder),
    runner: new PluginRunner(config.data_folder, config.agent_id),
    attempts: new FailedAttempts(),
    waiting: new WaitingConnections(),
  }
}

/** Installs a package that came over the line. Throws a `PackageError` when it is refused. */
export async function install(
  { plugins, runner }: Agent,
  archive: Buffer,
  expectedId?: string
): Promise<InstalledPlugin> {
  const plugin = await plugins.install(archive, expectedId)
  log(`installed plugin ${plugin.manifest.id} version ${plugin.manifest.version}`)
  if (!runner.busy) await plugins.removeReplaced()
  return plugin
}
