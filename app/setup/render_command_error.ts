import type { Kernel } from '@adonisjs/core/ace'
import { Trouble } from '../supervisor/trouble.ts'
import { tellRefusal } from './answer_command.ts'

/**
 * Lets the command line tell what goes wrong before a command runs as commands do: troubles in a sentence, and to
 * programs every error as JSON.
 * @param isForPrograms whether `--json` was given
 */
export function tellErrors(kernel: Kernel, isForPrograms: boolean) {
  const { errorHandler } = kernel
  const render = errorHandler.render.bind(errorHandler)
  errorHandler.render = async (error, ...rest) => {
    if (!(error instanceof Trouble) && !isForPrograms) return render(error, ...rest)
    const { message, code = 'E_INTERNAL' } = error as Error & { code?: string }
    tellRefusal(error instanceof Trouble ? 'E_NOT_THERE' : code, message, isForPrograms)
  }
}
