import { readFile } from 'node:fs/promises'
import type { Pool } from 'pg'
import { syntaxErrorOf } from '../monitoring/classify/check_syntax.ts'
import type { Classify } from '../monitoring/classify/judge_results.ts'
import type { Assignment } from '../monitoring/configuration/configuration.ts'
import { loadConfiguration } from '../monitoring/configuration/load_configuration.ts'
import { replayRule, type Replayed } from '../monitoring/replay/replay_rule.ts'
import { fieldError } from '../validators/field_error.ts'
import { timeRange } from '../validators/time_range.ts'
import { checkLimits } from './check_limits.ts'

/** What is asked of a replay: texts as they were given. */
export interface ReplayQuestion {
  /** The identifier of a plugin. */
  plugin: string
  from?: string
  to?: string
  /** The name of a host or check; all when missing. */
  host?: string
  check?: string
  /** The path of a file with another rule; the one in force when missing. */
  rule?: string
  /** Limits as JSON, in place of those in force. */
  limits?: string
}

/**
 * Judges the stored results of a plugin anew, on every machine that has it now.
 * @throws E_VALIDATION_ERROR naming what cannot be used
 */
export async function* replayStored(
  pool: Pool,
  classify: Classify,
  question: ReplayQuestion,
  now: Date
): AsyncGenerator<Replayed> {
  const range = timeRange(question, now)
  const { assignments } = await loadConfiguration(pool, () => null)
  const all = [...assignments.values()]
  const change = await changeOf(question, all)
  for (const assignment of chosen(question, all)) {
    const others = all.filter(
      (each) => each.host === assignment.host && each.key !== assignment.key
    )
    const [from, to] = [range.from.getTime(), range.to.getTime()]
    yield* replayRule(pool, classify, { assignment: change(assignment), others, from, to })
  }
}

function chosen({ plugin, host, check }: ReplayQuestion, all: Assignment[]): Assignment[] {
  const own = all.filter((each) => each.plugin.identifier === plugin)
  if (own.length === 0)
    throw fieldError('plugin', `No machine is checked with a plugin "${plugin}".`)
  const found = own.filter(
    (each) =>
      (host ?? each.host.name) === each.host.name && (check ?? each.check.name) === each.check.name
  )
  if (found.length > 0) return found
  throw fieldError('host', `"${plugin}" does not run on that machine because of that check.`)
}

/** @returns what makes of an assignment the one that is asked for */
async function changeOf({ plugin, rule, limits }: ReplayQuestion, all: Assignment[]) {
  const code = rule === undefined ? null : await readRule(rule)
  const declared = all.find((each) => each.plugin.identifier === plugin)?.plugin.manifest.limits
  const set = limits === undefined ? {} : checkLimits(declared ?? [], parseLimits(limits))
  const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== null))
  return (assignment: Assignment): Assignment => {
    const changed = { ...assignment, limits: { ...assignment.limits, ...given } } as Assignment
    if (code === null) return changed
    const readsOthers = /\bother\b/.test(code)
    return { ...changed, rule: { ...assignment.rule, key: 'replayed', code, readsOthers } }
  }
}

async function readRule(path: string): Promise<string> {
  const code = await readFile(path, 'utf8').catch(() => null)
  if (code === null) throw fieldError('rule', `The file ${path} cannot be read. Check its name.`)
  const problem = syntaxErrorOf(code)
  if (problem) throw fieldError('rule', problem)
  return code
}

function parseLimits(text: string): Record<string, unknown> {
  try {
    const limits: unknown = JSON.parse(text)
    if (typeof limits === 'object' && limits !== null && !Array.isArray(limits))
      return limits as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw fieldError('limits', 'Give the limits as JSON, like {"major_percent": 95}.')
}
