import { type State, stateOf } from '../monitoring/states.ts'
import { rows } from './rows.ts'

/** What the frame around every page tells. */
export interface FrameFacts {
  worst: State
  /** Log entries that came after the newest one this person has seen; counted up to 100. */
  unreadLogs: number
  lastChangeAt: Date | null
}

/** @param lastSeenLogId the newest entry of the System Logs that this person has seen */
export async function readFrame(lastSeenLogId: number): Promise<FrameFacts> {
  const [found] = await rows<Omit<FrameFacts, 'worst'> & { severity: number }>(FRAME, {
    lastSeenLogId,
  })
  const { severity, ...facts } = found
  return { ...facts, worst: stateOf(severity) }
}

const FRAME = `
  SELECT
    (SELECT coalesce(max(state), 0) FROM host_health) AS severity,
    (SELECT at FROM transitions ORDER BY id DESC LIMIT 1) AS "lastChangeAt",
    (SELECT CAST(count(*) AS integer) FROM (
      SELECT 1 FROM system_logs WHERE id > :lastSeenLogId AND level <> 'info' LIMIT 100
    ) unread) AS "unreadLogs"`
