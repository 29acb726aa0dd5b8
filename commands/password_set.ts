import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

/** For whoever has forgotten a password: only somebody at the computer itself can run this. */
export default class PasswordSet extends BaseCommand {
  static commandName = 'password:set'
  static description = 'Give somebody a new password, and sign them out everywhere'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'The e-mail address the person signs in with' })
  declare email?: string

  @flags.string({ description: 'The new password, at least 10 characters' })
  declare password?: string

  @flags.boolean({ description: 'Answer with one line of JSON' })
  declare json?: boolean

  async run() {
    const { answerCommand } = await import('../app/setup/answer_command.ts')
    const { setPassword } = await import('../app/access/set_password.ts')
    const { signInValidator } = await import('../app/validators/person.ts')
    await answerCommand(this, async () => {
      const { email, password } = this
      const given = await signInValidator.validate({ email, password })
      const user = await setPassword(given.email, given.password)
      const who = `${user.fullName} (${user.email})`
      return {
        json: { id: user.id, name: user.fullName, email: user.email, role: user.role },
        sentences: [`${who} has a new password, and is signed out everywhere.`],
      }
    })
  }
}
