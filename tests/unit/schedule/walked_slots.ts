import type { Interval } from '../../../app/monitoring/schedule/grid.ts'

const STEP_MS = { second: 1000, minute: 60_000, hour: 3_600_000 }
const DAYS = { day: 1, week: 7 }
const DAY_MS = 86_400_000

/** The first slots of an interval, found one after the other with nothing but the calendar of the runtime. */
export function walkedSlots(interval: Interval, count: number): number[] {
  const { unit, every, startAt, timeZone } = interval
  const slots = [startAt]
  const wall = wallClock(startAt, timeZone)
  for (let k = 1; k < count; k++) {
    if (unit === 'day' || unit === 'week')
      slots.push(instantOf(wall + k * every * DAYS[unit] * DAY_MS, timeZone))
    else slots.push(slots[k - 1] + every * STEP_MS[unit])
  }
  return slots
}

/** @returns what a clock on the wall shows, as if it were UTC */
function wallClock(at: number, timeZone: string): number {
  const parts = formatIn(timeZone).formatToParts(at)
  const part = (type: string) => Number(parts.find((each) => each.type === type)!.value)
  const [year, month, day] = [part('year'), part('month') - 1, part('day')]
  const seconds = Date.UTC(year, month, day, part('hour'), part('minute'), part('second'))
  return seconds + (((at % 1000) + 1000) % 1000)
}

/** The first moment the wall shows that time; where the clock skips it, as far after the skip as it was after its start. */
function instantOf(wall: number, timeZone: string): number {
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((at) => wallClock(at, timeZone) - at)
  const candidates = offsets.map((offset) => wall - offset).sort((a, b) => a - b)
  const found = candidates.find((at) => wallClock(at, timeZone) === wall)
  return found ?? wall - offsets[0]
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatIn(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric' } as const
    const time = { hour: 'numeric', minute: 'numeric', second: 'numeric' } as const
    format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', ...numeric, ...time })
    formats.set(timeZone, format)
  }
  return format
}
