import { Env } from '@adonisjs/core/env'
import { resolveDatabaseUrl, resolveApplicationKey } from '#supervisor/data_folder'

/** The only place that reads the environment. What the data folder knows stands in for what is not set. */
process.env.APP_KEY ??= resolveApplicationKey()
process.env.DATABASE_URL ??= resolveDatabaseUrl()

export default await Env.create(new URL('../', import.meta.url), {
  NODE_ENV: Env.schema.enum(['development', 'production', 'test'] as const),
  HOST: Env.schema.string.optional({ format: 'host' }),
  PORT: Env.schema.number.optional(),
  APP_KEY: Env.schema.secret(),
  DATABASE_URL: Env.schema.string(),
  LOG_LEVEL: Env.schema.string.optional(),
  PROPHASIS_DATA_DIR: Env.schema.string.optional(),
  PROPHASIS_NAMES: Env.schema.string.optional(),
})
