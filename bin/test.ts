/** Entry of `node ace test`: runs the suites of adonisrc.ts. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

process.env.NODE_ENV = 'test'
process.env.PROPHASIS_DATA_DIR = mkdtempSync(join(tmpdir(), 'prophasis-test-data-'))

await import('reflect-metadata')
const { startTestDatabase } = await import('../tests/support/test_database.ts')
const database = await startTestDatabase()

const { Ignitor, prettyPrintError } = await import('@adonisjs/core')
const { configure, processCLIArgs, run } = await import('@japa/runner')

const APP_ROOT = new URL('../', import.meta.url)

new Ignitor(APP_ROOT, { importer: (path) => importFromRoot(path) })
  .tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    app.listen('SIGTERM', () => app.terminate())
    app.terminating(() => database.stop())
  })
  .testRunner()
  .configure(async (app) => {
    const { runnerHooks, ...config } = await import('../tests/bootstrap.ts')
    processCLIArgs(process.argv.splice(2))
    configure({
      ...app.rcFile.tests,
      ...config,
      setup: runnerHooks.setup,
      teardown: runnerHooks.teardown.concat([() => app.terminate()]),
    })
  })
  .run(async (app) => {
    await run()
    // When a file cannot be imported, Japa ends without its teardown hooks.
    await app.terminate()
  })
  .catch(async (error) => {
    process.exitCode = 1
    prettyPrintError(error)
    await database.stop()
  })

function importFromRoot(path: string) {
  const isRelative = path.startsWith('./') || path.startsWith('../')
  return import(isRelative ? new URL(path, APP_ROOT).href : path)
}
