import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

/** For scripts: a token of the REST API. */
export default class TokenCreate extends BaseCommand {
  static commandName = 'token:create'
  static description = 'Create a token with which a program may use the REST API'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'The name of the program' })
  declare name?: string

  @flags.string({ description: 'What it may do: owner, helper or viewer', default: 'owner' })
  declare role: string

  @flags.boolean({ description: 'Answer with one line of JSON' })
  declare json?: boolean

  async run() {
    const { answerCommand } = await import('../app/setup/answer_command.ts')
    const { createToken } = await import('../app/access/create_token.ts')
    const { ROLES } = await import('../app/access/roles.ts')
    const { fieldError } = await import('../app/validators/field_error.ts')
    await answerCommand(this, async () => {
      const role = ROLES.find((known) => known === this.role)
      if (!role) throw fieldError('role', `The role must be one of: ${ROLES.join(', ')}.`)
      const token = await createToken(this.name ?? '', role)
      return { json: { token }, sentences: [token, 'Keep it safe: it is shown this once.'] }
    })
  }
}
