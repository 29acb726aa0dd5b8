import { runJob } from './boot.ts'

/** Sends what the outbox holds. */
await runJob(async () => {
  const { runNotifier } = await import('../monitoring/run_notifier.ts')
  return runNotifier()
})
