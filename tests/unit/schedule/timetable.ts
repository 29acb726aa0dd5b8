import type { Miss, MissReason } from '../../../app/monitoring/dispatch/outcome.ts'
import type { Interval } from '../../../app/monitoring/schedule/grid.ts'
import { createScheduler, type Scheduler } from '../../../app/monitoring/schedule/scheduler.ts'
import type { SlotRange } from '../../../app/monitoring/schedule/slots.ts'
import { assignment, configuration, plannedCheck } from '../../support/assignments.ts'
import { FakeClock } from '../../support/fake_clock.ts'

/** A scheduler with one assignment, and what it has handed out. */
export class Timetable {
  readonly clock: FakeClock
  readonly scheduler: Scheduler
  readonly due: number[] = []
  readonly misses: (SlotRange & { reason: MissReason })[] = []
  #endsAtOnce = false

  constructor(now: string, { settled }: { settled?: number } = {}) {
    this.clock = new FakeClock(now)
    const slots = new Map(settled === undefined ? [] : [[this.assignment.key, settled]])
    this.scheduler = createScheduler(
      this.clock,
      slots,
      (list) => {
        this.due.push(...list.map((due) => due.slot))
        if (this.#endsAtOnce) for (const due of list) this.scheduler.ended(due.assignment)
      },
      (list) => this.misses.push(...list.map(this.#flat))
    )
  }

  /** As the configuration gives it: a new object each time. */
  get assignment() {
    return assignment()
  }

  /** From now on every run ends as soon as it has begun; so does what runs now. */
  endAtOnce() {
    this.#endsAtOnce = true
    this.misses.push(...this.scheduler.ended(this.assignment).map(this.#flat))
  }

  plan(intervals: Interval[], { maximumLatenessMs = 60_000 } = {}): this {
    const check = plannedCheck(intervals, [this.assignment], maximumLatenessMs)
    this.scheduler.plan(configuration([check]))
    return this
  }

  /** With the patience that each interval brings along. */
  planEach(intervals: Interval[]) {
    const check = { ...plannedCheck([], [this.assignment]), intervals }
    this.scheduler.plan(configuration([check]))
  }

  planNothing() {
    this.scheduler.plan(configuration([]))
  }

  #flat({ range, reason }: Miss) {
    return { ...range, reason }
  }
}
