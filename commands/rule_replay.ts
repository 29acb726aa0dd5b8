import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

/** What would another rule have said of the past? */
export default class RuleReplay extends BaseCommand {
  static commandName = 'rule:replay'
  static description = 'Judge stored results anew, with the rule and limits in force or with others'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'The identifier of the plugin, such as memory' })
  declare plugin?: string

  @flags.string({
    description: 'The first moment, such as 2026-03-01T12:00:00Z; by default a day before the last',
  })
  declare from?: string

  @flags.string({ description: 'The moment after the last; by default now' })
  declare to?: string

  @flags.string({ description: 'A file with another rule' })
  declare rule?: string

  @flags.string({ description: 'Other limits, such as {"major_percent": 95}' })
  declare limits?: string

  @flags.string({ description: 'The name of one machine only' })
  declare host?: string

  @flags.string({ description: 'The name of one check only' })
  declare check?: string

  @flags.boolean({
    description: 'Answer with one line of JSON for each result, and one for the whole',
  })
  declare json?: boolean

  async run() {
    const { answerCommand } = await import('../app/setup/answer_command.ts')
    const { openJobDatabase } = await import('../app/jobs/database.ts')
    const { startClassifier } = await import('../app/monitoring/classify/classifier.ts')
    const { classifierUser } = await import('../app/monitoring/run_core.ts')
    const { summarize } = await import('../app/monitoring/replay/summary.ts')
    const { replayStored } = await import('../app/rules/replay_stored.ts')
    const { describeReplay, lineOf } = await import('../app/rules/describe_replay.ts')
    const { pool } = openJobDatabase()
    const classifier = startClassifier({ ...classifierUser(), onFault: () => undefined })
    await answerCommand(this, async () => {
      const question = { ...this.#question(), plugin: this.plugin ?? '' }
      const { summary, add } = summarize()
      const classify = classifier.classify.bind(classifier)
      for await (const each of replayStored(pool, classify, question, new Date())) {
        add(each)
        if (this.json) process.stdout.write(`${JSON.stringify(lineOf(each))}\n`)
      }
      return { json: { summary }, sentences: describeReplay(summary) }
    })
    await classifier.stop()
    await pool.end()
  }

  #question() {
    const { from, to, rule, limits, host, check } = this
    return { from, to, rule, limits, host, check }
  }
}
