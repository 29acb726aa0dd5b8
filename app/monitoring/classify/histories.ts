import type { HistoryRef } from './classification.ts'
import { History } from './history.ts'
import type { JudgeRequest } from './judge_request.ts'
import { type PackedHistory, unpackHistory } from './packed_history.ts'
import type { RememberedRequest } from './wire.ts'

/** What a classifier process remembers of the assignments whose results it judges. */
export class Histories {
  readonly #byKey = new Map<string, History>()

  give({ key, size, points }: HistoryRef & { points: PackedHistory }) {
    // One more than the rule wants: rules of others see what lies before their slot, and the newest may lie in it.
    this.#byKey.set(key, History.of(unpackHistory(points), size + 1))
  }

  forget(key: string) {
    this.#byKey.delete(key)
  }

  /** @returns the histories of a request, the result being judged in its own one */
  of({ own, point, others, now }: RememberedRequest): Pick<JudgeRequest, 'points' | 'others'> {
    const history = this.#known(own.key)
    // The same result comes again when its batch could not be stored.
    if (history.newestAt === point.at) history.dropNewest()
    history.append(point)
    const theirs = Object.entries(others).map(([plugin, ref]) => [
      plugin,
      this.#known(ref.key).view(ref.size, now),
    ])
    return { points: history.view(own.size), others: Object.fromEntries(theirs) }
  }

  #known(key: string): History {
    const history = this.#byKey.get(key)
    if (!history) throw new Error(`the history ${key} was not given`)
    return history
  }
}
