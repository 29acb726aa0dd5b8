/** Numbers that are the same for the same seed, for tests that say which one they failed with. */
export class SeededRandom {
  readonly seed: number
  #state: number

  /** @param seed from SEED in the environment to repeat a failure, else a new one */
  constructor(seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))) {
    this.seed = seed
    this.#state = seed
  }

  /** @returns a whole number, 0 to below `end` (mulberry32) */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end)
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  oneOf<T>(list: readonly T[]): T {
    return list[this.below(list.length)]
  }
}
