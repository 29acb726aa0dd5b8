import { Bench } from './bench.ts'
import type { Fleet } from './fleet.ts'
import type { Options } from './options.ts'

/** Keeps one bench at a time: figures that want the same one share it. */
export class Stage {
  #bench: Bench | null = null

  constructor(readonly options: Options) {}

  /**
   * @param history results per assignment that lie behind it at the most
   * @returns a bench with this fleet whose checks are due every so many seconds; all have run once
   */
  async set(
    fleet: Fleet,
    intervalSeconds = this.options.intervalSeconds,
    history = this.options.history
  ): Promise<Bench> {
    if (this.#bench !== null && !isSame(this.#bench.fleet, fleet)) await this.clear()
    this.#bench ??= await Bench.start(fleet, { ...this.options, intervalSeconds, history })
    if (this.#bench.grid.intervalMs !== intervalSeconds * 1000)
      await this.#bench.schedule(intervalSeconds)
    return this.#bench
  }

  async clear() {
    const bench = this.#bench
    this.#bench = null
    await bench?.stop()
  }
}

function isSame(one: Fleet, other: Fleet): boolean {
  return one.hosts === other.hosts && one.plugins === other.plugins && one.isBatch === other.isBatch
}
