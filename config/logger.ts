import { isMainThread } from 'node:worker_threads'
import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/core/logger'
import type { InferLoggers } from '@adonisjs/core/types'
import env from '#start/env'
import { logDestination } from '../app/web/log_destination.ts'

/** A command answers in sentences, or in one line of JSON: what the framework logs beside it is for nobody. */
const isCommand = app.getEnvironment() === 'console' && isMainThread

const loggerConfig = defineConfig({
  default: 'app',
  loggers: {
    app: {
      enabled: true,
      name: 'prophasis',
      level: env.get('LOG_LEVEL', isCommand ? 'fatal' : 'info'),
      destination: logDestination(isCommand ? 2 : 1),
    },
  },
})

export default loggerConfig

declare module '@adonisjs/core/types' {
  export interface LoggersList extends InferLoggers<typeof loggerConfig> {}
}
