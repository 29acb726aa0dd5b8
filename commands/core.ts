import { once } from 'node:events'
import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import type { CoreTurn } from '../app/monitoring/core.ts'

const SENTENCES: Record<CoreTurn, string> = {
  standby:
    'Another core works on this database. This one waits, and takes over when that one ends.',
  working: 'This core works.',
}

/** For whoever wants a second core to wait beside the first one, or to run one without the pages. */
export default class Core extends BaseCommand {
  static commandName = 'core'
  static description =
    'Run a core beside this installation: it works, or waits while another one does'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'Tells it from other cores started like this', default: 'beside' })
  declare name: string

  @flags.boolean({ description: 'Say whether it works or waits in lines of JSON' })
  declare json?: boolean

  async run() {
    const { runCore } = await import('../app/monitoring/run_core.ts')
    if (!/^[\w-]{1,40}$/.test(this.name)) {
      this.logger.error('--name may have letters, digits, "-" and "_", and at most 40 of them.')
      this.exitCode = 1
      return
    }
    let isWorking = false
    const asked = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
    const starting = runCore(`-${this.name}`, (turn) => {
      isWorking ||= turn === 'working'
      console.log(this.json ? JSON.stringify({ core: turn }) : SENTENCES[turn])
    })
    await Promise.race([asked, starting])
    // One that only waits holds nothing that would have to be given up.
    if (!isWorking) process.exit(0)
    const core = await starting
    await asked
    await core.stop()
  }
}
