import { runJob } from './boot.ts'

/** Everything beside the pipeline, in one worker: each worker costs as much memory as a whole application. */
await runJob(async () => {
  const { openJobDatabase } = await import('./database.ts')
  const { runNotifier } = await import('../monitoring/run_notifier.ts')
  const { runHousekeeper } = await import('../monitoring/run_housekeeper.ts')
  const { readHistorySettings } = await import('../settings/history_settings.ts')
  const { clearSessions } = await import('../access/clear_sessions.ts')
  const { pool, log } = openJobDatabase()
  const notifier = runNotifier(pool, log)
  const housekeeper = runHousekeeper({
    ...{ pool, log, retention: readHistorySettings },
    others: [{ name: 'Clearing away old sessions', everySeconds: 3600, run: clearSessions }],
  })
  return {
    async stop() {
      await Promise.all([notifier.stop(), housekeeper.stop()])
      await pool.end()
    },
  }
})
