import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

/** For scripts: makes an owner without the set-up page. */
export default class OwnerCreate extends BaseCommand {
  static commandName = 'owner:create'
  static description = 'Create an owner, who may do everything'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'The name of the person' })
  declare name?: string

  @flags.string({ description: 'The e-mail address to sign in with' })
  declare email?: string

  @flags.string({ description: 'The password, at least 10 characters' })
  declare password?: string

  @flags.boolean({ description: 'Answer with one line of JSON' })
  declare json?: boolean

  async run() {
    const { answerCommand } = await import('../app/setup/answer_command.ts')
    const { createOwner } = await import('../app/access/create_owner.ts')
    const { forgetSetupCode } = await import('../app/setup/setup_code.ts')
    const { personValidator } = await import('../app/validators/person.ts')
    await answerCommand(this, async () => {
      const { name, email, password } = this
      const owner = await createOwner(await personValidator.validate({ name, email, password }))
      forgetSetupCode()
      return {
        json: { id: owner.id, name: owner.fullName, email: owner.email, role: owner.role },
        sentences: [`${owner.fullName} (${owner.email}) is an owner now and can sign in.`],
      }
    })
  }
}
