import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import type { Assignment } from '../configuration/configuration.ts'
import type { SlotRange } from '../schedule/slots.ts'

/** A slot whose time has come. */
export interface Due {
  assignment: Assignment
  /** Milliseconds since 1970. */
  slot: number
  maximumLatenessMs: number
}

/** A slot that ended with an answer, of whatever kind. */
export interface Outcome {
  assignment: Assignment
  slot: number
  answer: PluginAnswer
}

/** Slots that ended without one, and why. */
export interface Miss {
  assignment: Assignment
  range: SlotRange
  reason: MissReason
}

export const MISS_REASONS = {
  late: 'It was later than the schedule allows.',
  clock: 'The clock was set forward, or the machine slept.',
  running: 'The run before it had not ended.',
  stopped: 'The core was not running.',
  stopping: 'The core was stopped before the plugin had ended.',
} as const

export type MissReason = (typeof MISS_REASONS)[keyof typeof MISS_REASONS]
