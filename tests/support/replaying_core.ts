import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NotificationContent } from '../../app/monitoring/alert/modules/module.ts'
import { releaseHeld } from '../../app/monitoring/alert/release_held.ts'
import { collectBatches, type Collector } from '../../app/monitoring/collect_batches.ts'
import type { Assignment } from '../../app/monitoring/configuration/configuration.ts'
import { emptyMemory } from '../../app/monitoring/health/memory.ts'
import type { State } from '../../app/monitoring/states.ts'
import { type FileSpool, openSpool } from '../../app/monitoring/store/spool.ts'
import { troubleOf } from '../../app/monitoring/store/store_trouble.ts'
import { judged, outcome } from './assignments.ts'
import { eventually } from './eventually.ts'
import { FakeClock } from './fake_clock.ts'
import { type OwnDatabase, ownDatabase } from './own_database.ts'
import { MINUTE, WatchedHosts } from './watched_hosts.ts'

/** A message as it lies in the outbox. */
export interface Kept {
  kind: string
  status: string
  message_id: string
  thread_id: string
  encrypted_options: string
  content: NotificationContent
}

/** The end of a core: a real spool and a real database, which a test lets go away. Answers say their state. */
export class ReplayingCore {
  #clock: FakeClock
  #spool!: FileSpool
  #collector!: Collector
  readonly #folder = mkdtempSync(join(tmpdir(), 'prophasis-spool-'))
  readonly #known = new Map<string, Assignment>()
  /** How many more batches and releases the database takes; then it is away. */
  #taken = 0
  #spooled = 0

  private constructor(
    readonly database: OwnDatabase,
    readonly hosts: WatchedHosts,
    readonly start: number
  ) {
    this.#clock = new FakeClock(start)
  }

  static async start(now: number): Promise<ReplayingCore> {
    const database = await ownDatabase()
    const core = new ReplayingCore(database, await WatchedHosts.on(database.pool), now)
    await core.#begin()
    return core
  }

  async end() {
    await this.#spool.close()
    rmSync(this.#folder, { recursive: true })
    await this.database.drop()
  }

  /** Ends it in the middle of what it does, and starts another one. */
  async kill() {
    await this.#spool.close()
    this.#clock = new FakeClock(this.#clock.now())
    this.hosts.memory = emptyMemory()
    await this.#begin()
  }

  async watch(): Promise<Assignment> {
    const own = await this.hosts.watch()
    this.#known.set(own.key, own)
    return own
  }

  /** These states, a minute apart, while the database is away. */
  async unseen(own: Assignment, ...states: State[]) {
    for (const [index, state] of states.entries())
      this.#collector.add(outcome(own, this.start + (index + 1) * MINUTE, { message: state }))
    this.#spooled += states.length
    await eventually('all in the spool', async () => {
      await this.#clock.pass(1000)
      const kept = readFileSync(this.#path, 'utf8').split('\n').length - 1
      return kept === this.#spooled && !this.#spool.isEmpty()
    })
  }

  /** @param takes after so many batches and releases it goes away again */
  async databaseIsBack(at: number, takes = Infinity) {
    this.#clock.set(at)
    this.#taken = takes
    await eventually('the end of the replay, or of what is taken', async () => {
      await this.#clock.pass(1000)
      return this.#taken < 0 || (this.#spool.isEmpty() && (await this.held()) === 0)
    })
  }

  release(epoch = this.hosts.epoch) {
    const { addressing, pool } = this.hosts
    return releaseHeld(pool, epoch, addressing, this.#clock.now())
  }

  outbox(): Promise<Kept[]> {
    return this.hosts.rows<Kept>('SELECT * FROM notifications ORDER BY id')
  }

  async held(): Promise<number> {
    return (await this.outbox()).filter(({ status }) => status === 'held').length
  }

  async waiting(): Promise<Kept[]> {
    return (await this.outbox()).filter(({ status }) => status === 'waiting')
  }

  async inShort() {
    const waiting = await this.waiting()
    return waiting.map(({ kind, content }) => [kind, content.host.id, content.state])
  }

  get #path() {
    return join(this.#folder, 'core.jsonl')
  }

  async #begin() {
    this.#spool = await openSpool(this.#path, (key) => this.#known.get(key))
    this.#collector = collectBatches({
      ...{ clock: this.#clock, spool: this.#spool, troubleOf },
      ...{ onTrouble: () => undefined, onRefused: () => undefined },
      settle: async ({ outcomes, misses }, away) => {
        this.#take()
        const results = outcomes.map((each) => judged(each, each.answer.message as State))
        await this.hosts.store({ results, misses, away })
      },
      release: async () => {
        this.#take()
        await this.release()
      },
    })
  }

  #take() {
    if (this.#taken-- <= 0) throw new Error('the database is away')
  }
}
