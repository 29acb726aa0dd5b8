import { OptionError } from '../../../app/monitoring/alert/modules/module.ts'

/** @returns what a module has against these options */
export function thrown(parse: () => unknown): OptionError {
  try {
    parse()
  } catch (error) {
    if (error instanceof OptionError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
