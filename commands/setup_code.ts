import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

/** The code that the set-up page asks for. */
export default class SetupCode extends BaseCommand {
  static commandName = 'setup:code'
  static description = 'Print the code that the set-up page asks for'
  static options: CommandOptions = { startApp: true }

  @flags.boolean({ description: 'Answer with one line of JSON' })
  declare json?: boolean

  async run() {
    const { answerCommand } = await import('../app/setup/answer_command.ts')
    const { ownerExists } = await import('../app/access/owner_exists.ts')
    const { Conflict } = await import('../app/exceptions/refusals.ts')
    const { currentSetupCode } = await import('../app/setup/setup_code.ts')
    await answerCommand(this, async () => {
      if (await ownerExists()) {
        throw new Conflict('Prophasis is set up already: there is an owner. Sign in instead.')
      }
      const code = currentSetupCode()
      return { json: { code }, sentences: [code] }
    })
  }
}
