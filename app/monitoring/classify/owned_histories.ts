import type { ClassifyRequest, HistoryRef } from './classification.ts'
import type { ClassifierProcess } from './classifier_process.ts'

/** A history that a process lacks, and before which moment it is to end, in seconds since 1970; null for all of it. */
export interface LackingHistory extends HistoryRef {
  before: number | null
}

/** Which process remembers which history: the one that was last asked; any other one is behind. */
export class OwnedHistories {
  readonly #owners = new Map<string, { process: ClassifierProcess; size: number; newest: number }>()
  readonly #forgotten = new Set<string>()

  /** @returns what has to be given to a process before it can judge these */
  lacking(process: ClassifierProcess, requests: readonly ClassifyRequest[]): LackingHistory[] {
    const found = new Map<string, LackingHistory>()
    for (const { remembered, now } of requests) {
      if (!remembered) continue
      const { own, others } = remembered
      for (const ref of Object.values(others))
        if (!found.has(ref.key) && !this.#isKnown(process, ref, Infinity))
          found.set(ref.key, { ...ref, before: null })
      if (!this.#isKnown(process, own, now)) found.set(own.key, { ...own, before: now })
    }
    return [...found.values()]
  }

  /** The process knows these from now on; `newest` in seconds since 1970. */
  own(
    process: ClassifierProcess,
    requests: readonly ClassifyRequest[],
    given: readonly (HistoryRef & { newest: number })[]
  ) {
    for (const { key, size, newest } of given) this.#owners.set(key, { process, size, newest })
    for (const { remembered, now } of requests) {
      const owner = remembered && this.#owners.get(remembered.own.key)
      if (owner) owner.newest = Math.max(owner.newest, now)
    }
  }

  forget(keys: Iterable<string>) {
    for (const key of keys) if (this.#owners.delete(key)) this.#forgotten.add(key)
  }

  /** @returns what was forgotten since the last call, for the process to forget too */
  takeForgotten(): string[] {
    const keys = [...this.#forgotten]
    this.#forgotten.clear()
    return keys
  }

  /** A clock that was set back makes an older result the newest: then nothing that is remembered holds. */
  #isKnown(process: ClassifierProcess, { key, size }: HistoryRef, now: number): boolean {
    const owner = this.#owners.get(key)
    return owner?.process === process && owner.size >= size && owner.newest <= now
  }
}
