/** Entry of the web process: the HTTP server and, under it, the core and the jobs. */
await import('reflect-metadata')
const { createWebServer } = await import('../app/web/create_web_server.ts')
const { Ignitor, prettyPrintError } = await import('@adonisjs/core')

const APP_ROOT = new URL('../', import.meta.url)

new Ignitor(APP_ROOT, { importer: (path) => importFromRoot(path) })
  .tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    app.listen('SIGTERM', () => app.terminate())
    app.listenIf(app.managedByPm2, 'SIGINT', () => app.terminate())
  })
  .httpServer()
  .start(createWebServer)
  .catch(async (error) => {
    await prettyPrintError(error)
    process.exit(1)
  })

function importFromRoot(path: string) {
  const isRelative = path.startsWith('./') || path.startsWith('../')
  return import(isRelative ? new URL(path, APP_ROOT).href : path)
}
