import { BaseCommand, args, flags } from '@adonisjs/core/ace'

/** For testers: many machines on one port that answer what a file says. */
export default class AgentMock extends BaseCommand {
  static commandName = 'agent:mock'
  static description = 'Answer as the agents of many machines, with what a JSON file says'

  @args.string({ description: 'The JSON file: what each plugin of each machine answers' })
  declare file: string

  @flags.number({ description: 'The port to listen on; 0 for any free one', default: 4048 })
  declare port: number

  @flags.string({ description: 'The address to listen on', default: '0.0.0.0' })
  declare host: string

  @flags.string({ description: 'The only key that is accepted; without it, every key is' })
  declare key?: string

  @flags.number({ description: '1: speak only version 1, as the agents of 2016', default: 2 })
  declare version: number

  @flags.boolean({ description: 'Say where it listens in one line of JSON' })
  declare json?: boolean

  async run() {
    const { runMock } = await import('../agent/mock/run_mock.ts')
    const { file, port, host, key, version, json = false } = this
    this.exitCode = await runMock({ file, port, host, key, version, json })
  }
}
