import { Conflict } from '../exceptions/refusals.ts'
import { DISK_FULL, isAboutFullDisk } from '../supervisor/disk_space.ts'

const NOT_RUNNING =
  'The database does not answer. Start Prophasis with "npm start" and try again, ' +
  'or name the folder of the running one with PROPHASIS_DATA_DIR.'

/**
 * @returns a code and a sentence for what went wrong in a command
 * @throws what is nobody's misuse, as it is
 */
export function explainError(error: unknown): { code: string; message: string } {
  if (hasMessages(error)) {
    const message = error.messages.map((each) => each.message).join(' ')
    return { code: 'E_VALIDATION', message }
  }
  if (error instanceof Conflict) return { code: error.code!, message: error.message }
  if (isAboutFullDisk(error)) return { code: 'E_DISK_FULL', message: DISK_FULL }
  const code = (error as { code?: string }).code ?? ''
  if (/^(ECONN|ENOENT|ETIMEDOUT|ENOTFOUND|57P0)/.test(code)) {
    return { code: 'E_DATABASE_UNAVAILABLE', message: NOT_RUNNING }
  }
  throw error
}

function hasMessages(error: unknown): error is { messages: { message: string }[] } {
  return (error as { code?: string }).code === 'E_VALIDATION_ERROR'
}
