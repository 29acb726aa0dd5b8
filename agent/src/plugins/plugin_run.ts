import type { ArgumentValue } from '../../protocol/run.ts'
import type { InstalledPlugin } from './installed_plugins.ts'

/** One plugin about to run: everything already checked. */
export interface PluginRun {
  plugin: InstalledPlugin
  args: Record<string, ArgumentValue>
  timeoutMs: number
  /** A folder of the plugin's own, kept between runs and versions. */
  dataFolder: string
  /** Aborted when the agent has to stop and cannot wait any longer. */
  stop: AbortSignal
}

/** How the process of a run ended. `answer` is JSON from the plugin: hostile until `checkResult` has seen it. */
export type RawOutcome =
  { kind: 'answer'; answer: unknown } | { kind: 'failure'; message: string } | { kind: 'timeout' }

/** A run that is over, with all it started. */
export interface EndedRun {
  outcome: RawOutcome
  /** Resolves when its process is gone, should the system not have been able to end it (state D). */
  hanging: { gone: Promise<unknown> } | null
}

/** Answer lines, an exec plugin's output and stderr of a run, in bytes. More ends the run. */
export const MAX_OUTPUT_BYTES = 1024 * 1024

/** The outcome of a run that failed, with a sentence that says why. */
export function failure(message: string): RawOutcome {
  return { kind: 'failure', message }
}
