import type { ApplicationService } from '@adonisjs/core/types'
import Bree from 'bree'
import { jobs, RESTART_DELAY_MS, STOP_DEADLINE_MS } from '#config/jobs'

/** Runs the core and the jobs as workers of the web process. */
export default class BackgroundProvider {
  #bree: Bree | null = null
  #isStopping = false

  constructor(protected app: ApplicationService) {}

  async ready() {
    const logger = await this.app.container.make('logger')
    const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
    const worker = extension === '.ts' ? { execArgv: ['--import=@poppinss/ts-exec'] } : {}
    const bree = new Bree({
      root: false,
      doRootCheck: false,
      acceptedExtensions: ['.js', '.ts'],
      logger: false,
      closeWorkerAfterMs: 0,
      // Bree ends a worker that has stopped in an orderly way, and then calls that an error.
      errorHandler: (error, { name }) => {
        if (!this.#isStopping) logger.error({ err: error }, `the worker ${name} failed`)
      },
      jobs: jobs.map(({ name }) => ({
        name,
        path: new URL(`../app/jobs/${name}${extension}`, import.meta.url).pathname,
        worker,
      })),
    })
    bree.on('worker deleted', (name: string) => this.#restart(name))
    this.#bree = bree
    await bree.start()
  }

  async shutdown() {
    this.#isStopping = true
    const stopped = this.#bree?.stop().catch(() => undefined)
    await Promise.race([
      stopped,
      new Promise((resolve) => setTimeout(resolve, STOP_DEADLINE_MS).unref()),
    ])
    for (const worker of this.#bree?.workers.values() ?? []) await worker.terminate()
  }

  #restart(name: string) {
    if (this.#isStopping) return
    setTimeout(() => {
      if (!this.#isStopping) void this.#bree?.run(name)
    }, RESTART_DELAY_MS)
  }
}
