import { RESULT_TYPES, type ResultType } from '../../../agent/protocol/result.ts'
import type { HistoryPoint } from './classification.ts'

/** Metric → its numbers, by place; NaN where a result lacked it. */
export type MetricColumns = ReadonlyMap<string, Float64Array>

/** A part of a history, as a rule sees it: places count from 0, the newest is last. */
export interface HistoryView {
  readonly length: number
  /** Seconds since 1970. */
  at(place: number): number
  value(place: number): number | null
  message(place: number): string
  type(place: number): ResultType
  /** The instances the newest result names, in order of their names. */
  instances(): string[]
  /** The names of all metrics of an instance, or of the whole. */
  metrics(instance: string | undefined): string[]
  metric(instance: string | undefined, name: string, place: number): number | null
}

const SPARE = 16

/**
 * The last results of one assignment, by columns of numbers: as objects, thousands of hosts would need gigabytes, and
 * most rules read one or two columns of many.
 */
export class History {
  length = 0
  #head = 0
  #capacity: number
  #at: Float64Array
  #values: Float64Array
  #types: Uint8Array
  #messages: string[] = []
  #columns = new Map<string | undefined, Map<string, Float64Array>>()

  /** @param size how many points are kept */
  constructor(readonly size: number) {
    this.#capacity = size + Math.max(SPARE, size >> 2)
    this.#at = new Float64Array(this.#capacity)
    this.#values = new Float64Array(this.#capacity)
    this.#types = new Uint8Array(this.#capacity)
  }

  /** @param points oldest first; the last `size` of them are kept */
  static of(points: readonly HistoryPoint[], size = points.length): History {
    const history = new History(Math.max(1, size))
    for (const point of points.slice(-history.size)) history.append(point)
    return history
  }

  /** Seconds since 1970 of the newest point; -Infinity while there is none. */
  get newestAt(): number {
    return this.length === 0 ? -Infinity : this.#at[this.#head + this.length - 1]
  }

  append({ at, value, message, type, metrics }: HistoryPoint) {
    if (this.#head + this.length === this.#capacity) this.#compact()
    const place = this.#head + this.length
    this.#at[place] = at
    this.#values[place] = value ?? Number.NaN
    this.#types[place] = RESULT_TYPES.indexOf(type)
    this.#messages[place] = message
    for (const own of this.#columns.values())
      for (const column of own.values()) column[place] = Number.NaN
    for (const metric of metrics) {
      const column = this.#columnOf(metric.instance, metric.name)
      // The first of two metrics of the same name counts.
      if (Number.isNaN(column[place])) column[place] = metric.value
    }
    if (this.length < this.size) this.length++
    else this.#head++
  }

  /** Takes the newest point away again. */
  dropNewest() {
    if (this.length > 0) this.length--
  }

  /** @returns the newest points, at most so many, and only those before a moment in seconds since 1970 */
  view(most: number, before = Infinity): HistoryView {
    let end = this.#head + this.length
    while (end > this.#head && this.#at[end - 1] >= before) end--
    return this.#viewOf(Math.max(this.#head, end - most), end)
  }

  #viewOf(start: number, end: number): HistoryView {
    const number = (n: number) => (Number.isNaN(n) ? null : n)
    const columns = this.#columns
    return {
      length: end - start,
      at: (place) => this.#at[start + place],
      value: (place) => number(this.#values[start + place]),
      message: (place) => this.#messages[start + place],
      type: (place) => RESULT_TYPES[this.#types[start + place]],
      instances: () => (end === start ? [] : instancesAt(columns, end - 1)),
      metrics: (instance) =>
        [...(columns.get(instance) ?? [])]
          .filter(([, column]) => column.subarray(start, end).some((n) => !Number.isNaN(n)))
          .map(([name]) => name),
      metric: (instance, name, place) =>
        number(columns.get(instance)?.get(name)?.[start + place] ?? Number.NaN),
    }
  }

  #columnOf(instance: string | undefined, name: string): Float64Array {
    let own = this.#columns.get(instance)
    if (!own) this.#columns.set(instance, (own = new Map()))
    let column = own.get(name)
    if (!column) own.set(name, (column = new Float64Array(this.#capacity).fill(Number.NaN)))
    return column
  }

  /** Moves all to the front, and forgets instances that no kept result names. */
  #compact() {
    const [start, end] = [this.#head, this.#head + this.length]
    for (const each of [this.#at, this.#values, this.#types]) each.copyWithin(0, start, end)
    this.#messages = this.#messages.slice(start, end)
    for (const [instance, own] of this.#columns) {
      for (const [name, column] of own) {
        column.copyWithin(0, start, end)
        if (column.subarray(0, this.length).every(Number.isNaN)) own.delete(name)
      }
      if (own.size === 0) this.#columns.delete(instance)
    }
    this.#head = 0
  }
}

function instancesAt(
  columns: ReadonlyMap<string | undefined, MetricColumns>,
  place: number
): string[] {
  const named: string[] = []
  for (const [instance, own] of columns) {
    if (instance === undefined) continue
    if (own.values().some((column) => !Number.isNaN(column[place]))) named.push(instance)
  }
  return named.sort()
}
