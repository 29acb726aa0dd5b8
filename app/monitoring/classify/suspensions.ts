import type { Fault } from './classification.ts'

const OVERRUNS_ALLOWED = 3

/** Rules whose process had to be ended three times are not run again until they change or are released. */
export class Suspensions {
  private readonly overruns = new Map<string, number>()

  /** @returns the fault to report when this overrun is the one that suspends the rule */
  overran(key: string): Fault | undefined {
    const count = (this.overruns.get(key) ?? 0) + 1
    this.overruns.set(key, count)
    return count === OVERRUNS_ALLOWED ? suspendedFault : undefined
  }

  has(key: string): boolean {
    return (this.overruns.get(key) ?? 0) >= OVERRUNS_ALLOWED
  }

  release(key: string): void {
    this.overruns.delete(key)
  }
}

export const suspendedFault: Fault = {
  kind: 'suspended',
  message: `The rule is suspended: it had to be ended ${OVERRUNS_ALLOWED} times. Change it, or let it run again.`,
}
