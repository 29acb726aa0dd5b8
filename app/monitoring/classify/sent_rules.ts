import type { ClassifyRequest } from './classification.ts'
import { packHistory, type PackedHistory } from './packed_history.ts'
import { type Batch, MAX_KNOWN_RULES } from './wire.ts'

/** Which rules a classifier process has been given, so that their code travels once. */
export class SentRules {
  private byKey = new Map<string, { id: number; code: string }>()
  private lastId = 0

  /** @returns the requests as they are sent, with the code of rules the process does not have */
  wire(requests: ClassifyRequest[]): Pick<Batch, 'rules' | 'requests' | 'forgetRules'> {
    const forgetRules = this.byKey.size + requests.length > MAX_KNOWN_RULES
    if (forgetRules) this.byKey = new Map()
    const rules: Batch['rules'] = []
    const wired = requests.map(({ rule: { key, code }, points, others, ...request }) => {
      let known = this.byKey.get(key)
      if (known?.code !== code) {
        known = { id: ++this.lastId, code }
        this.byKey.set(key, known)
        rules.push({ id: known.id, key, code })
      }
      return {
        ...request,
        rule: known.id,
        points: packHistory(points),
        others: Object.entries(others).map<[string, PackedHistory]>(([plugin, theirs]) => [
          plugin,
          packHistory(theirs),
        ]),
      }
    })
    return { rules, requests: wired, forgetRules }
  }
}
