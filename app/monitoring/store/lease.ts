import type { Pool, PoolClient } from 'pg'

/** How long the lease is good after each renewal, by the database's clock. */
export const LEASE_SECONDS = 30

/** A batch came from a core that is no longer the one: nothing of it may be stored. */
export class StaleEpoch extends Error {
  readonly code = 'E_STALE_EPOCH'

  constructor(epoch: number) {
    super(`Another core has taken over since epoch ${epoch}.`)
  }
}

/**
 * Takes the lease if it has run out or is ours already. One core of one data folder runs at a time, so the same holder
 * after a crash need not wait.
 * @param holder who asks: the installation, and the process where there may be several
 * @returns the new epoch; null while another core holds it
 */
export async function acquireLease(pool: Pool, holder: string): Promise<number | null> {
  const { rows } = await pool.query<{ epoch: number }>(
    `UPDATE core_lease SET holder = $1, epoch = epoch + 1, expires_at = now() + make_interval(secs => $2)
     WHERE holder = $1 OR expires_at < now() RETURNING epoch`,
    [holder, LEASE_SECONDS]
  )
  return rows[0]?.epoch ?? null
}

/** @returns whether the lease is still ours; it is then good for another while */
export async function renewLease(pool: Pool, epoch: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE core_lease SET expires_at = now() + make_interval(secs => $2) WHERE epoch = $1`,
    [epoch, LEASE_SECONDS]
  )
  return rowCount === 1
}

/** Lets the next core begin at once. */
export async function releaseLease(pool: Pool, epoch: number): Promise<void> {
  await pool.query(`UPDATE core_lease SET expires_at = '-infinity' WHERE epoch = $1`, [epoch])
}

/**
 * Holds the epoch until the transaction ends, so that no take-over can slip in between.
 * @throws StaleEpoch when it is not ours any more
 */
export async function lockEpoch(client: PoolClient, epoch: number): Promise<void> {
  const { rows } = await client.query<{ epoch: number }>(
    'SELECT epoch FROM core_lease WHERE id = 1 FOR SHARE'
  )
  if (rows[0]?.epoch !== epoch) throw new StaleEpoch(epoch)
}
