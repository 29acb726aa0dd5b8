import type { ClassifyRequest, HistoryRef, Verdict } from './classification.ts'
import type { PackedHistory } from './packed_history.ts'

/** What the core and a classifier process say to each other. A rule's code is sent once, then named by its number. */
export interface UserIds {
  uid: number
  gid: number
}

export interface WireRequest extends Omit<ClassifyRequest, 'rule' | 'points' | 'others'> {
  /** Number of a rule that was given before. */
  rule: number
  points: PackedHistory
  others: [plugin: string, points: PackedHistory][]
}

export interface Batch {
  batch: number
  /** Rules used in this batch that this process has not been given. */
  rules: { id: number; key: string; code: string }[]
  requests: WireRequest[]
  /** Drop the rules given so far, before taking the new ones. */
  forgetRules: boolean
  /** Histories to be remembered from now on, oldest point first. */
  given: (HistoryRef & { points: PackedHistory })[]
  /** Keys of histories to remember no more. */
  forgotten: string[]
  /** Say before every request which one it is: a process has ended under one of these. */
  isWatched: boolean
}

export type ToChild = { start: { dropTo?: UserIds } } | Batch

export type FromChild =
  | { ready: true; uid: number | undefined }
  | { failed: string }
  | { batch: number; verdicts: Verdict[] }

/**
 * The file descriptor on which a process says what it begins, in two bytes: the last byte of the number of the batch,
 * which tells late words about an earlier batch apart, and the request in it.
 */
export const PROGRESS_FD = 4
/** Saying it every time costs as much as a short rule: while all goes well, now and then shows that it goes on. */
export const SAY_EVERY_MS = 20
/** A byte can name this many. */
export const MAX_BATCH = 200
/** Rules a process keeps the code of. */
export const MAX_KNOWN_RULES = 500
