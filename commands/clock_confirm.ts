import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

/** For whoever knows that the date is right after a jump. */
export default class ClockConfirm extends BaseCommand {
  static commandName = 'clock:confirm'
  static description =
    'Confirm that date and time of this machine are right, after the clock was set'
  static options: CommandOptions = { startApp: true }

  @flags.boolean({ description: 'Answer with one line of JSON' })
  declare json?: boolean

  async run() {
    const { default: db } = await import('@adonisjs/lucid/services/db')
    const { answerCommand } = await import('../app/setup/answer_command.ts')
    await answerCommand(this, async () => {
      await db.from('clock_knowledge').update({ jumped_ms: null, doubted_at: null })
      const now = new Date().toString()
      return {
        json: { confirmed: new Date().toISOString() },
        sentences: [
          `It is ${now}: confirmed. History is gathered and dropped again from the next minute on.`,
        ],
      }
    })
  }
}
