import type { Fault } from '../classification.ts'
import { MAX_STEPS } from '../limits.ts'
import type { RuleStopped } from './meter.ts'

/** Plain sentences for what can go wrong with a rule. */
const MAX_MESSAGE = 300

export function compileFault(message: string): Fault {
  const { line, text } = located(message)
  return fault('syntax', 'The rule is not valid Lua', text, line)
}

export function errorFault(message: string, line: number | undefined): Fault {
  const found = located(message)
  return fault('error', 'The rule failed', found.text, found.line ?? line)
}

export function stoppedFault({ kind, line }: RuleStopped): Fault {
  const where = line === undefined ? '' : ` (line ${line})`
  const message =
    kind === 'too_long'
      ? `The rule did not end: it was stopped after ${MAX_STEPS} steps${where}.`
      : `The rule used too much memory: it was stopped${where}.`
  return { kind, message, ...(line === undefined ? {} : { line }) }
}

export function nonsenseFault(what: string, instance?: string): Fault {
  const where = instance === undefined ? '' : ` for ${plainText(instance, 60)}`
  const message = `The rule returned ${what}${where}. Return one of ok, minor, major, critical, unknown.`
  return { kind: 'nonsense', message }
}

/** @returns text without control characters, cut at `max` characters */
export function plainText(text: string, max: number): string {
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()
  return clean.length <= max ? clean : `${clean.slice(0, max - 1).toWellFormed()}…`
}

/** @returns text without characters that turn the direction of what follows, or are not seen at all */
export function visibleText(text: string): string {
  return text.replace(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
}

function fault(kind: 'syntax' | 'error', what: string, why: string, line?: number): Fault {
  const where = line === undefined ? '' : ` in line ${line}`
  const message = `${what}${where}: ${plainText(inWords(why), MAX_MESSAGE)}`
  return {
    kind,
    message: `${message.replace(/[.\s]+$/, '')}.`,
    ...(line === undefined ? {} : { line }),
  }
}

/** Messages of the virtual machine begin with the place: "rule:3: attempt to …". */
function located(message: string): { text: string; line: number | undefined } {
  const [, line, text] = /^rule:(\d+): ([^]*)$/.exec(message) ?? []
  return line === undefined ? { text: message, line: undefined } : { text, line: Number(line) }
}

/** Adds what usually lies behind the commonest messages. */
function inWords(message: string): string {
  if (/compare (number with string|string with number)|arithmetic on a string/.test(message)) {
    return `${message}; a missing number is the text "none", so check for it first`
  }
  if (/call a nil value/.test(message)) return `${message}; there is no function of that name`
  if (/^stack overflow|JS stack overflow/.test(message))
    return 'functions call each other too deeply'
  if (/^too many JS levels/.test(message)) return 'it is nested too deeply'
  if (/^attempt to load a binary chunk/.test(message)) return 'it is compiled code, not text'
  return message
}
