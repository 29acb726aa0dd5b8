import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { fieldError } from '../validators/field_error.ts'

const MOST_ATTEMPTS = 4
/** A deadlock, or a transaction that came too late: the same again will do. */
const PASSING = ['40P01', '40001']

/**
 * Changes what people have set, one change at a time: whatever is looked at inside (names that are taken, circles) is
 * still so at the commit. The core may hold rows the change wants, so it is tried again when they get in each other's
 * way.
 * @param change may run more than once, so it reads inside what it changes
 * @throws E_VALIDATION_ERROR for `name` when another has it
 */
export async function changeConfiguration<Made>(
  change: (trx: TransactionClientContract) => Promise<Made>
): Promise<Made> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(async (trx) => {
        await trx.rawQuery('SELECT revision FROM configuration_revision FOR UPDATE')
        return change(trx)
      })
    } catch (error) {
      const { code = '', constraint = '' } = error as { code?: string; constraint?: string }
      if (code === '23505' && constraint.endsWith('_name_key')) throw takenName()
      if (attempt === MOST_ATTEMPTS || !PASSING.includes(code)) throw error
    }
  }
}

/** The set-up and the pages do not wait in this line. */
function takenName() {
  return fieldError('name', 'Another one has this name already. Choose another name.')
}
