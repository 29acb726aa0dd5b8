import { parentPort } from 'node:worker_threads'
import { Ignitor } from '@adonisjs/core'

/**
 * Boots the application inside a worker, so that models and services can be imported afterwards.
 * @param main starts the work. @returns how to end it in an orderly way
 */
export async function runJob(main: () => Promise<{ stop(): Promise<unknown> }>) {
  await import('reflect-metadata')
  const root = new URL('../../', import.meta.url)
  const importer = (path: string) =>
    import(/^\.{1,2}\//.test(path) ? new URL(path, root).href : path)
  const app = new Ignitor(root, { importer })
    .tap((each) => {
      each.booting(async () => {
        await import('#start/env')
      })
    })
    .createApp('console')
  await app.init()
  await app.boot()
  await app.start(() => undefined)

  const work = await main()
  parentPort?.on('message', async (message) => {
    if (message !== 'cancel') return
    await work.stop()
    await app.terminate()
    parentPort?.postMessage('cancelled')
  })
}
