import { OptionError } from '../module.ts'
import { parseAddress } from './address.ts'

const MOST_RECIPIENTS = 50

/** Who gets the mail. */
export interface EmailOptions {
  to: string[]
}

/**
 * @param input `{ to }` or `{ recipients }`: a list of addresses, or one text with commas, semicolons or line breaks
 *   between them
 * @throws {OptionError} for the field `to`
 */
export function parseEmailOptions(input: unknown): EmailOptions {
  const given = addressesGiven(input)
  if (given.length === 0) {
    throw new OptionError('to', 'Enter at least one e-mail address, like anna@example.com.')
  }
  const to = [...new Set(given.map(parseRecipient))]
  if (to.length > MOST_RECIPIENTS) {
    throw new OptionError(
      'to',
      `${to.length} addresses are too many; ${MOST_RECIPIENTS} is the most. Use a list address, or split the alert in two.`
    )
  }
  return { to }
}

function addressesGiven(input: unknown): unknown[] {
  if (input === null || typeof input !== 'object') return []
  const given = 'to' in input ? input.to : 'recipients' in input ? input.recipients : undefined
  if (Array.isArray(given)) return given
  if (typeof given === 'string') return given.split(/[,;\r\n]/).flatMap(byBlanks)
  return []
}

/** `anna@example.com bob@example.com`, but not `Anna Marlow <anna@example.com>`. */
function byBlanks(part: string): string[] {
  const words = part.split(/\s+/).filter((word) => word !== '')
  return words.every((word) => word.includes('@') && !word.includes('<')) ? words : [part.trim()]
}

function parseRecipient(given: unknown): string {
  try {
    return parseAddress(given, 'to')
  } catch (error) {
    const isMore = typeof given === 'string' && /@.*@|</s.test(given)
    if (!isMore || !(error instanceof OptionError)) throw error
    throw new OptionError('to', `${error.message} ${WITHOUT_NAMES}`)
  }
}

const WITHOUT_NAMES = 'Write addresses without names, and commas between several.'
