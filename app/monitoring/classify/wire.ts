import type {
  ClassifyRequest,
  HistoryPoint,
  HistoryRef,
  RuleSetup,
  Verdict,
} from './classification.ts'
import type { PackedHistory } from './packed_history.ts'

/**
 * What the core and a classifier process say to each other. A rule's code is sent once, then named by its number; and so
 * is what is the same for all results of an assignment.
 */
export interface UserIds {
  uid: number
  gid: number
}

export interface WireSetup extends Omit<RuleSetup, 'rule'> {
  /** Number of a rule that was given before. */
  rule: number
}

type Circumstances = Pick<ClassifyRequest, 'now' | 'previousState' | 'previousStates'>

/** Of an assignment whose history the process remembers. */
export interface RememberedRequest extends Circumstances {
  /** Of its assignment, whose setup was given before. */
  own: HistoryRef
  point: HistoryPoint
  /** By plugin id, for rules that read others. */
  others: Record<string, HistoryRef>
}

/** One that brings all of its past along. */
export interface WholeRequest extends Circumstances {
  setup: WireSetup
  points: PackedHistory
  others: [plugin: string, points: PackedHistory][]
}

export type WireRequest = RememberedRequest | WholeRequest

export interface Batch {
  batch: number
  /** Rules used in this batch that this process has not been given. */
  rules: { id: number; key: string; code: string }[]
  /** Of assignments that are new, or set up in another way than before, by key. */
  setups: [key: string, setup: WireSetup][]
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
