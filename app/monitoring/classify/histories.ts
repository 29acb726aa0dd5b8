import type { HistoryRef } from './classification.ts'
import { History, type HistoryView } from './history.ts'
import type { JudgeRequest } from './judge_request.ts'
import { type PackedHistory, unpackHistory } from './packed_history.ts'
import type { WireRequest } from './wire.ts'

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
  of({ remembered, points, others, now }: WireRequest): Pick<JudgeRequest, 'points' | 'others'> {
    if (!remembered) {
      const brought = others.map(([plugin, each]) => [plugin, viewOf(each)])
      return { points: viewOf(points), others: Object.fromEntries(brought) }
    }
    const { key, size } = remembered.own
    const own = this.#known(key)
    const [point] = unpackHistory(points)
    // The same result comes again when its batch could not be stored.
    if (own.newestAt === point.at) own.dropNewest()
    own.append(point)
    const theirs = Object.entries(remembered.others).map(([plugin, ref]) => [
      plugin,
      this.#known(ref.key).view(ref.size, now),
    ])
    return { points: own.view(size), others: Object.fromEntries(theirs) }
  }

  #known(key: string): History {
    const history = this.#byKey.get(key)
    if (!history) throw new Error(`the history ${key} was not given`)
    return history
  }
}

function viewOf(packed: PackedHistory): HistoryView {
  const points = unpackHistory(packed)
  return History.of(points).view(points.length)
}
