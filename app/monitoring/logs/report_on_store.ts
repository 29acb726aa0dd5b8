import type { Store } from '../store/store.ts'
import { StaleEpoch } from '../store/lease.ts'
import { reasonOf } from '../store/process_report.ts'
import type { SystemLog } from './system_log.ts'

/** Writes a line when results cannot be stored, and one when they can be again: one per change, not one per try. */
export function reportOnStore(store: Store, log: SystemLog): Store {
  let trouble = ''

  function tell(error: unknown) {
    const message = `Results could not be stored: ${reasonOf(error)}.`
    if (message === trouble || error instanceof StaleEpoch) return
    trouble = message
    log.write({ category: 'scheduler', level: 'error', message })
  }

  async function watched<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      tell(error)
      throw error
    }
  }

  return {
    configure: (configuration) => store.configure(configuration),
    recall: (assignments) => watched(store.recall(assignments)),
    release: () => watched(store.release()),
    async save(batch) {
      await watched(store.save(batch))
      if (trouble === '') return
      trouble = ''
      log.write({ category: 'scheduler', level: 'info', message: 'Results are stored again.' })
    },
  }
}
