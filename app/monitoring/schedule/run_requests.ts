import type { Pool } from 'pg'
import type { Clock } from '../clock.ts'
import type { Assignment, Configuration } from '../configuration/configuration.ts'
import { listen } from '../store/listen.ts'

const RETRY_MS = 500

interface RunRequest {
  id: string
  host_id: number | null
  check_id: number | null
  revision: string
}

/**
 * Takes "run now" rows. A row waits until the configuration in memory is as new as the one it was made under, so that
 * what was just saved is what runs.
 */
export function takeRunRequests(
  pool: Pool,
  clock: Clock,
  configuration: () => Configuration,
  runNow: (assignments: Iterable<Assignment>) => void
) {
  let cancel = () => {}

  async function take() {
    cancel()
    const { revision, assignments } = configuration()
    const { rows } = await pool.query<RunRequest>(
      'DELETE FROM run_requests WHERE revision <= $1 RETURNING *',
      [revision]
    )
    for (const row of rows) runNow([...assignments.values()].filter((each) => isMeant(row, each)))
    const left = await pool.query('SELECT 1 FROM run_requests LIMIT 1')
    if (left.rowCount) cancel = clock.after(RETRY_MS, () => void take().catch(() => undefined))
  }

  const stopListening = listen(
    pool,
    clock,
    'run_requests',
    () => void take().catch(() => undefined)
  )
  return {
    async stop() {
      cancel()
      await stopListening()
    },
  }
}

function isMeant(row: RunRequest, { host, check }: Assignment): boolean {
  return (
    (row.host_id === null || row.host_id === host.id) &&
    (row.check_id === null || row.check_id === check.id)
  )
}
