import db from '@adonisjs/lucid/services/db'

/** Visits without signing in are forgotten after this long. */
const STRANGERS_LAST = '1 hour'
/** As in config/session.ts. */
const SESSIONS_LAST = '14 days'

/** Clears away sessions that have run out, and those of visitors who have not signed in. */
export async function clearSessions() {
  await db.rawQuery(`
    DELETE FROM sessions WHERE expires_at < now()
      OR (user_id IS NULL AND expires_at < now() + interval '${SESSIONS_LAST}' - interval '${STRANGERS_LAST}')`)
}
