import { setTimeout as pause } from 'node:timers/promises'

/**
 * Looks again and again until what is looked for is there.
 * @param look returns it, or a falsy value while it is not there yet; may throw meanwhile
 * @throws the last error, or the sentence, at the deadline
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T> | T,
  deadlineMs = 20_000
): Promise<NonNullable<T>> {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    let trouble: unknown = new Error(`Waited ${deadlineMs} ms in vain: ${what}.`)
    try {
      const found = await look()
      if (found) return found
    } catch (error) {
      trouble = error
    }
    if (performance.now() > deadline) throw trouble
    await pause(25)
  }
}
