import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../app/monitoring/clock.ts'

interface Timer {
  at: number
  callback: () => void
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number
  #monotonic = 0
  #timers: Timer[] = []

  /** @param now milliseconds since 1970, or an ISO time */
  constructor(now: number | string) {
    this.#now = typeof now === 'string' ? Date.parse(now) : now
  }

  now() {
    return this.#now
  }

  monotonic() {
    return this.#monotonic
  }

  after(delayMs: number, callback: () => void) {
    const timer = { at: this.#monotonic + delayMs, callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer)
    }
  }

  /** Somebody sets the clock: what waits goes on waiting as long as before. */
  set(now: number | string) {
    this.#now = typeof now === 'string' ? Date.parse(now) : now
  }

  /** Lets time pass; everything due on the way happens at its moment. */
  advance(ms: number) {
    const end = this.#monotonic + ms
    for (let timer = this.#nextUntil(end); timer; timer = this.#nextUntil(end)) this.#fire(timer)
    this.#moveTo(end)
  }

  /** The same for work that awaits: after every moment what it started gets its turn. */
  async pass(ms: number) {
    const end = this.#monotonic + ms
    await turn()
    for (let timer = this.#nextUntil(end); timer; timer = this.#nextUntil(end)) {
      this.#fire(timer)
      await turn()
    }
    this.#moveTo(end)
  }

  #nextUntil(end: number): Timer | undefined {
    const due = this.#timers.filter((timer) => timer.at <= end)
    return due.reduce<Timer | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined)
  }

  #fire(timer: Timer) {
    this.#timers = this.#timers.filter((each) => each !== timer)
    this.#moveTo(Math.max(timer.at, this.#monotonic))
    timer.callback()
  }

  #moveTo(monotonic: number) {
    this.#now += monotonic - this.#monotonic
    this.#monotonic = monotonic
  }
}
