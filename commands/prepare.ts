import { text } from 'node:stream/consumers'
import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

/** Run by `npm start` before anything else; safe to run again. */
export default class Prepare extends BaseCommand {
  static commandName = 'prophasis:prepare'
  static description = 'Migrate the database, take in the bundled plugins and register this machine'
  static options: CommandOptions = { startApp: true }

  async run() {
    await this.#migrate()
    const { default: pg } = await import('pg')
    const { default: env } = await import('#start/env')
    const { default: encryption } = await import('@adonisjs/core/services/encryption')
    const { prepareInstallation } = await import('../app/setup/prepare_installation.ts')
    const told = process.stdin.isTTY ? '' : await text(process.stdin)
    const pool = new pg.Pool({ connectionString: env.get('DATABASE_URL'), max: 1 })
    try {
      const agent = told ? JSON.parse(told) : null
      const folder = this.app.makePath('plugins-bundled')
      await prepareInstallation(pool, folder, agent, (secret) => encryption.encrypt(secret))
    } finally {
      await pool.end()
    }
    const { ownerExists } = await import('../app/access/owner_exists.ts')
    const { currentSetupCode } = await import('../app/setup/setup_code.ts')
    const code = (await ownerExists()) ? null : currentSetupCode()
    process.stdout.write(`${JSON.stringify({ setup_code: code })}\n`)
  }

  async #migrate() {
    const { MigrationRunner } = await import('@adonisjs/lucid/migration')
    const db = await this.app.container.make('lucid.db')
    const runner = new MigrationRunner(db, this.app, { direction: 'up' })
    await runner.run()
    if (runner.error) throw runner.error
  }
}
