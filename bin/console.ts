/** Entry of `node ace`: boots the command line of the application. */
await import('reflect-metadata')
const { Ignitor, prettyPrintError } = await import('@adonisjs/core')
const { tellErrors } = await import('../app/setup/render_command_error.ts')

const isForPrograms = process.argv.includes('--json')
const APP_ROOT = new URL('../', import.meta.url)

new Ignitor(APP_ROOT, { importer: (path) => importFromRoot(path) })
  .tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    app.listen('SIGTERM', () => app.terminate())
    app.listenIf(app.managedByPm2, 'SIGINT', () => app.terminate())
  })
  .ace()
  .configure(async (app) => {
    tellErrors(await app.container.make('ace'), isForPrograms)
  })
  .handle(process.argv.splice(2))
  .catch((error) => {
    process.exitCode = 1
    return prettyPrintError(error)
  })

function importFromRoot(path: string) {
  const isRelative = path.startsWith('./') || path.startsWith('../')
  return import(isRelative ? new URL(path, APP_ROOT).href : path)
}
