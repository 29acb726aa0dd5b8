import type { ClassifyRequest, RuleSetup } from './classification.ts'
import { packHistory, type PackedHistory } from './packed_history.ts'
import { type Batch, MAX_KNOWN_RULES, type WireRequest, type WireSetup } from './wire.ts'

/** What a classifier process has been given, so that rules and setups travel once. */
export class SentSetups {
  #rules = new Map<string, { id: number; code: string }>()
  /** By key of the assignment. */
  #setups = new Map<string, RuleSetup>()
  #lastId = 0

  /** @returns the requests as they are sent, with the rules and setups the process does not have */
  wire(
    requests: readonly ClassifyRequest[]
  ): Pick<Batch, 'rules' | 'setups' | 'requests' | 'forgetRules'> {
    const forgetRules = this.#rules.size + requests.length > MAX_KNOWN_RULES
    // A setup names its rule by number.
    if (forgetRules) [this.#rules, this.#setups] = [new Map(), new Map()]
    const batch = { rules: [], setups: [], forgetRules }
    return { ...batch, requests: requests.map((request) => this.#requestOf(request, batch)) }
  }

  /** The process has been told to remember nothing of these assignments. */
  forget(keys: Iterable<string>) {
    for (const key of keys) this.#setups.delete(key)
  }

  #requestOf(
    { setup, points, remembered, others, ...rest }: ClassifyRequest,
    batch: Pick<Batch, 'rules' | 'setups'>
  ): WireRequest {
    if (!remembered) {
      const theirs = Object.entries(others).map(([plugin, each]): [string, PackedHistory] => [
        plugin,
        packHistory(each),
      ])
      const whole = { setup: this.#setupOf(setup, batch), points: packHistory(points) }
      return { ...rest, ...whole, others: theirs }
    }
    const { own } = remembered
    if (this.#setups.get(own.key) !== setup) {
      this.#setups.set(own.key, setup)
      batch.setups.push([own.key, this.#setupOf(setup, batch)])
    }
    return { ...rest, own, point: points[0], others: remembered.others }
  }

  #setupOf({ rule, ...setup }: RuleSetup, { rules }: Pick<Batch, 'rules'>): WireSetup {
    let known = this.#rules.get(rule.key)
    if (known?.code !== rule.code) {
      known = { id: ++this.#lastId, code: rule.code }
      this.#rules.set(rule.key, known)
      rules.push({ id: known.id, key: rule.key, code: rule.code })
    }
    return { ...setup, rule: known.id }
  }
}
