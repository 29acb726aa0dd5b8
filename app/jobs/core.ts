import { runJob } from './boot.ts'

/** The pipeline: schedule, dispatch, classify, store. */
await runJob(async () => {
  const { runCore } = await import('../monitoring/run_core.ts')
  return runCore()
})
