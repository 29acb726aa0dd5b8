/** The sums behind the functions a rule has, on plain numbers. All give undefined when there is too little to go by. */
export interface Reading {
  /** Seconds since 1970. */
  at: number
  value: number
}

export interface Line {
  /** Per second. */
  slope: number
  /** Standard error of the slope, per second. */
  slopeError: number
  /** The line's value at the newest reading. */
  newest: number
}

export function mean(numbers: number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((sum, n) => sum + n, 0) / numbers.length
}

/** @param p 0 to 100; between two numbers the value is interpolated */
export function percentile(numbers: number[], p: number): number | undefined {
  if (numbers.length === 0) return undefined
  const sorted = Float64Array.from(numbers).sort()
  const position = ((sorted.length - 1) * Math.min(100, Math.max(0, p))) / 100
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below)
}

/** @returns the sum of all rises of a counter; what it falls by is a new beginning and counts for nothing */
export function increase(numbers: number[]): number | undefined {
  if (numbers.length === 0) return undefined
  let sum = 0
  for (let index = 1; index < numbers.length; index++)
    sum += Math.max(0, numbers[index] - numbers[index - 1])
  return sum
}

/** @returns the change per second from the first to the last reading */
export function rate(readings: Reading[]): number | undefined {
  const [first, last] = [readings[0], readings.at(-1)]
  if (!first || !last || last.at === first.at) return undefined
  return (last.value - first.value) / (last.at - first.at)
}

/** @returns the straight line that fits best (least squares) */
export function fittedLine(readings: Reading[]): Line | undefined {
  const count = readings.length
  const last = readings.at(-1)
  if (!last || count < 2) return undefined
  const times = readings.map(({ at }) => at - last.at)
  const meanTime = times.reduce((sum, t) => sum + t, 0) / count
  const meanValue = readings.reduce((sum, { value }) => sum + value, 0) / count
  let [spread, together] = [0, 0]
  for (const [index, { value }] of readings.entries()) {
    spread += (times[index] - meanTime) ** 2
    together += (times[index] - meanTime) * (value - meanValue)
  }
  if (spread === 0) return undefined
  const slope = together / spread
  const newest = meanValue - slope * meanTime
  const errors = readings.map(({ value }, index) => value - newest - slope * times[index])
  const squares = errors.reduce((sum, error) => sum + error * error, 0)
  const slopeError = count > 2 ? Math.sqrt(squares / (count - 2) / spread) : 0
  return { slope, slopeError, newest }
}

export interface Forecast {
  /** Seconds from the newest reading. */
  seconds: number
  low: number
  high: number
}

/**
 * @returns when the fitted line crosses the limit, with the range that two standard errors of the slope allow; nothing
 *   when there are fewer than three readings or the line is level, moves away from the limit or has passed it
 */
export function forecast(readings: Reading[], limit: number): Forecast | undefined {
  const line = readings.length < 3 ? undefined : fittedLine(readings)
  if (!line) return undefined
  const way = limit - line.newest
  const seconds = way / line.slope
  if (!Number.isFinite(seconds) || seconds <= 0) return undefined
  const steep = way / (line.slope + Math.sign(line.slope) * 2 * line.slopeError)
  const shallow = way / (line.slope - Math.sign(line.slope) * 2 * line.slopeError)
  return { seconds, low: steep, high: shallow > 0 ? shallow : Infinity }
}
