import type { ClassifyRequest, Fault } from '../classify/classification.ts'
import type { SystemLog } from './system_log.ts'

/** A rule that goes on failing in the same way is not told again for this long. */
const QUIET_MS = 3_600_000

/** Writes a line for each rule that fails, once per rule and kind of failure. */
export function reportOnRules(log: SystemLog) {
  const told = new Map<string, number>()

  return {
    fault(fault: Fault, { setup: { rule, plugin, check, host } }: ClassifyRequest) {
      const key = `${rule.key}:${fault.kind}:${fault.line ?? ''}`
      const now = performance.now()
      if (now - (told.get(key) ?? -Infinity) < QUIET_MS) return
      if (told.size > 1000) told.clear()
      told.set(key, now)
      const where = `The rule of ${plugin} (check “${check.name}”, ${host.name})`
      log.write({
        category: 'classification',
        level: 'error',
        message: `${where} failed, so the result is unknown. ${fault.message}`,
        hostId: Number(host.id),
      })
    },
  }
}
