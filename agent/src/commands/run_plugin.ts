import { readConfig } from '../config/agent_config.ts'
import { InstalledPlugins } from '../plugins/installed_plugins.ts'
import { PluginRunner } from '../plugins/plugin_runner.ts'
import { UserError } from '../user_error.ts'
import type { PluginAnswer } from '../../protocol/result.ts'

/** Runs an installed plugin once, here, with its default arguments. */
export async function runPluginOnce(id: string, folder: string): Promise<PluginAnswer> {
  const { data_folder: dataFolder, agent_id: agentId } = await readConfig(folder)
  const plugin = await InstalledPlugins.findIn(dataFolder, id)
  if (!plugin) throw new UserError(`The plugin ${id} is not installed on this agent.`)
  // An owner of its own: the agent, when it starts, must not take this run for a leftover.
  const runner = new PluginRunner(dataFolder, `${agentId}-by-hand`)
  try {
    return await runner.run(plugin, {}, plugin.manifest.timeout_seconds * 1000)
  } finally {
    await runner.end(0)
  }
}
