import { loadSettledSlots } from '../app/monitoring/store/write_misses.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AES256GCM } from '@boringnode/encryption/drivers/aes_256_gcm'
import pg from 'pg'
import { Product } from '../tests/survival/product.ts'
import type { Fleet, Grid } from './fleet.ts'
import { loadFleet, setGrid } from './load_database.ts'
import { loadPast } from './load_past.ts'
import type { Options } from './options.ts'
import { SimulatedAgents } from './simulated_agents.ts'
import { countStatements } from './statements.ts'

/** From the moment a schedule is stored until its first slot: the core has to read it. */
const HEAD_START_MS = 4000
const LONGEST_FIRST_ROUND_MS = 180_000

/** The product as `npm start` runs it, with a fleet to watch. */
export class Bench {
  grid: Grid = { base: 0, intervalMs: 0 }

  private constructor(
    readonly fleet: Fleet,
    readonly product: Product,
    readonly agents: SimulatedAgents,
    readonly pool: pg.Pool,
    readonly encrypt: (text: string) => string
  ) {}

  /** Starts everything and loads the fleet; nothing is due before `schedule`. */
  static async start(fleet: Fleet, options: Options): Promise<Bench> {
    const product = await Product.make()
    if (options.profile) process.env.NODE_OPTIONS = '--inspect-port=0'
    await product.start()
    delete process.env.NODE_OPTIONS
    const url = readFileSync(join(product.folder, 'run', 'database.url'), 'utf8').trim()
    const pool = new pg.Pool({ connectionString: url, max: 2 })
    pool.on('error', () => undefined)
    if (options.profile) await countStatements(pool, product.folder)
    const key = readFileSync(join(product.folder, 'secrets', 'application.key'), 'utf8').trim()
    const driver = new AES256GCM({ id: 'gcm', key })
    const encrypt = (text: string) => driver.encrypt(text)
    const agents = await SimulatedAgents.start(fleet)
    const bench = new Bench(fleet, product, agents, pool, encrypt)
    await loadFleet(pool, fleet, { ...agents, port: agents.port, encrypt })
    await loadPast(
      pool,
      fleet,
      {
        endsAt: Date.now(),
        stepMs: options.intervalSeconds * 1000,
      },
      options.history
    )
    return bench
  }

  get supervisor(): number {
    return this.product.process!.pid!
  }

  get assignments(): number {
    return this.fleet.hosts * this.fleet.plugins
  }

  /** Makes everything due every so many seconds, and waits until each assignment has had its first slot. */
  async schedule(intervalSeconds: number) {
    this.grid = { base: Date.now() + HEAD_START_MS, intervalMs: intervalSeconds * 1000 }
    this.agents.tell({ grid: this.grid })
    await setGrid(this.pool, this.fleet, this.grid)
    await pause(HEAD_START_MS + this.grid.intervalMs + 1000)
    const deadline = Date.now() + LONGEST_FIRST_ROUND_MS
    while ((await this.#settled()) < this.assignments && Date.now() < deadline) await pause(500)
  }

  /** Lets hosts be reached at another port; the core takes that over as any change of the settings. */
  async move(names: string[], to: { port: number; certificatePem: string }) {
    await this.pool.query(
      'UPDATE hosts SET port = $2, certificate_pem = $3 WHERE name = ANY($1::text[])',
      [names, to.port, to.certificatePem]
    )
  }

  async stop() {
    await this.pool.end()
    await this.product.stop()
    this.product.remove()
    await this.agents.stop()
  }

  async #settled(): Promise<number> {
    const slots = await loadSettledSlots(this.pool)
    return [...slots.values()].filter((slot) => slot >= this.grid.base).length
  }
}
