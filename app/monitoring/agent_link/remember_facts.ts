import type { Pool } from 'pg'
import type { Remember } from './choose_version.ts'

/**
 * Stores what agents tell of themselves. These columns raise no revision: nothing that people have set has changed.
 * @param onTrouble is told when it fails; the agent is asked again after the next start
 */
export function rememberFacts(pool: Pool, onTrouble: (error: unknown) => void): Remember {
  return (host, { protocolVersion, about }) => {
    pool
      .query(
        `UPDATE hosts SET protocol_version = $2, about = $3
         WHERE id = $1 AND (protocol_version, about) IS DISTINCT FROM ($2::smallint, $3::jsonb)`,
        [host.id, protocolVersion, JSON.stringify(about ?? {})]
      )
      .catch(onTrouble)
  }
}
