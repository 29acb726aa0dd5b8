/** `npm run test:survival` takes its time; a run of all suites has a few minutes for all of survival. */
export const isFull = process.env.SURVIVAL === 'full'

/** @returns the first for a run of all suites, the second for a full one */
export const inFull = <T>(short: T, full: T): T => (isFull ? full : short)

/** Says in one line what a scenario of the design asks, and what was seen. */
export function tell(scenario: number, asked: string, seen: string) {
  console.log(`scenario ${scenario}: ${asked} asked, ${seen} seen`)
}
