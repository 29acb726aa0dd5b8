import { readFileSync } from 'node:fs'
import type { Metric } from '../agent/protocol/result.ts'

/** What one plugin answered, without the place in the list that was asked for. */
export interface RecordedAnswer {
  value: number | null
  message: string
  metrics: Metric[]
  duration_ms: number
}

export interface Answers {
  good: Record<string, RecordedAnswer>
  /** Of those plugins whose answers change for the worse now and then. */
  bad: Record<string, RecordedAnswer>
}

/** The bundled plugins; a benchmark of P plugins takes the first P. */
export const PLUGINS = ['memory', 'disk_space', 'updates', 'cpu', 'load', 'heartbeat']

/** @returns the answers as they were recorded: see record_answers.ts */
export function readAnswers(): Answers {
  return JSON.parse(readFileSync(new URL('answers.json', import.meta.url), 'utf8')) as Answers
}
