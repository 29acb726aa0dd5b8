import type { Fault } from './classification.ts'
import type { Ending, ProcessLimits } from './classifier_process.ts'

/** @returns what is said of the rule whose process ended under it */
export function endingFault({ reason }: Ending, { deadlineMs }: ProcessLimits): Fault {
  if (reason === 'too_long') {
    const message = `The rule did not end: its process was ended after ${deadlineMs / 1000} s.`
    return { kind: 'too_long', message }
  }
  if (reason === 'memory') {
    return { kind: 'memory', message: 'The rule used too much memory: its process was ended.' }
  }
  return { kind: 'error', message: 'The rule broke off: the process it ran in ended by itself.' }
}
