import { watchMemory } from './memory_watch.ts'
import { failure, MAX_OUTPUT_BYTES, type PluginRun, type RawOutcome } from './plugin_run.ts'
import { resolvable } from './resolvable.ts'

/** What a plugin is told that fills its output. */
export const TOO_MUCH = `The plugin wrote more than ${MAX_OUTPUT_BYTES / 1024 / 1024} MiB and was ended.`

/** The failure of a run whose output overflows. */
export function overflowed(overflow: Promise<void>): Promise<RawOutcome> {
  return overflow.then(() => failure(TOO_MUCH))
}

/**
 * The first of: the plugin's own outcome, its time limit, too much memory in its process group, the agent's stop. The timer is the monotonic
 * clock's, so setting the time ends no run early or late.
 */
export async function endOfRun(
  run: PluginRun,
  group: number | undefined,
  outcomes: Promise<RawOutcome>[]
): Promise<RawOutcome> {
  const { promise, resolve } = resolvable<RawOutcome>()
  const timer = setTimeout(() => resolve({ kind: 'timeout' }), run.timeoutMs)
  const onStop = () => resolve(failure('The agent was stopped while the plugin ran.'))
  run.stop.addEventListener('abort', onStop)
  if (run.stop.aborted) onStop()
  const memory = watchMemory(group)
  try {
    return await Promise.race([...outcomes, promise, memory.over])
  } finally {
    clearTimeout(timer)
    memory.stop()
    run.stop.removeEventListener('abort', onStop)
  }
}
