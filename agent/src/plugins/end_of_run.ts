import { MAX_OUTPUT_BYTES, type PluginRun, type RawOutcome } from './plugin_run.ts'

/** What a plugin is told that fills its output. */
export const TOO_MUCH = `The plugin wrote more than ${MAX_OUTPUT_BYTES / 1024 / 1024} MiB and was ended.`

/** `text` as a failure of the plugin. */
export function failure(message: string): RawOutcome {
  return { kind: 'failure', message }
}

/** The failure of a run whose output overflows. */
export function overflowed(overflow: Promise<void>): Promise<RawOutcome> {
  return overflow.then(() => failure(TOO_MUCH))
}

/**
 * The first of: the plugin's own outcome, its time limit, the agent's stop. The timer is the monotonic
 * clock's, so setting the time ends no run early or late.
 */
export async function endOfRun(
  run: PluginRun,
  outcomes: Promise<RawOutcome>[]
): Promise<RawOutcome> {
  const { promise, resolve } = resolvable<RawOutcome>()
  const timer = setTimeout(() => resolve({ kind: 'timeout' }), run.timeoutMs)
  const onStop = () => resolve(failure('The agent was stopped while the plugin ran.'))
  run.stop.addEventListener('abort', onStop)
  if (run.stop.aborted) onStop()
  try {
    return await Promise.race([...outcomes, promise])
  } finally {
    clearTimeout(timer)
    run.stop.removeEventListener('abort', onStop)
  }
}

/** `Promise.withResolvers`, which Node 18 does not have. */
export function resolvable<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => (resolve = settle))
  return { promise, resolve }
}
