import { type AdviceFacts, fillPlaceholders, placeholdersOf } from './advice_placeholders.ts'

export type { AdviceFacts } from './advice_placeholders.ts'

/** States that need texts: all a rule can return except `ok`. */
export const ADVICE_STATES = ['minor', 'major', 'critical', 'unknown'] as const
export type AdviceState = (typeof ADVICE_STATES)[number]

/** The four texts of one state and the short title mail subjects use, with their placeholders. */
export interface AdviceTexts {
  title: string
  what: string
  why: string
  firstStep: string
  whenToCall: string
}

/** The texts by state; a state the plugin cannot reach is absent. */
export type Advice = Partial<Record<AdviceState, AdviceTexts>>

/** The same texts with live numbers: plain text, not escaped; paragraphs are separated by an empty line. */
export type FilledAdvice = AdviceTexts

/** `advice.md` cannot be used; the message is a sentence that says what is missing and where. */
export class AdviceRefused extends Error {
  readonly code = 'E_ADVICE_REFUSED'
}

const HEADINGS = ['What', 'Why it matters', 'First step', 'When to call someone']

/**
 * Reads the four texts per state from the `advice.md` of a plugin.
 * @throws AdviceRefused when a title, a text or a known placeholder is missing
 */
export function parseAdvice(markdown: string): Advice {
  const [before, ...sections] = markdown.replaceAll('\r\n', '\n').split(/^##(?!#)/m)
  if (/^###/m.test(before)) {
    throw new AdviceRefused('A text stands before the first "## state: title" heading.')
  }
  if (sections.length === 0) {
    throw new AdviceRefused('There is no section. Begin one with "## minor: short title".')
  }
  const advice: Advice = {}
  for (const section of sections) addSection(advice, section)
  return advice
}

/** @returns the texts with the facts put in; numbers that are missing read "an unknown amount" */
export function fillAdvice(texts: AdviceTexts, facts: AdviceFacts): FilledAdvice {
  // A fact that is an empty text leaves a space behind.
  const fill = (text: string) => fillPlaceholders(text, facts).trim()
  return {
    title: fill(texts.title),
    what: fill(texts.what),
    why: fill(texts.why),
    firstStep: fill(texts.firstStep),
    whenToCall: fill(texts.whenToCall),
  }
}

function addSection(advice: Advice, section: string): void {
  const [heading, ...parts] = section.split(/^###(?!#)/m)
  const { state, title } = parseHeading(heading)
  if (advice[state]) throw new AdviceRefused(`There are two sections for "${state}". Keep one.`)
  const found = parseTexts(state, parts)
  const text = (name: string) => {
    const words = found.get(name)
    if (!words) throw new AdviceRefused(`The section "${state}" lacks the text "### ${name}".`)
    return words
  }
  advice[state] = {
    title,
    what: text('What'),
    why: text('Why it matters'),
    firstStep: text('First step'),
    whenToCall: text('When to call someone'),
  }
}

function parseHeading(heading: string): { state: AdviceState; title: string } {
  const [line, ...rest] = heading.trim().split('\n')
  const [word, ...title] = line.split(':')
  const state = ADVICE_STATES.find((known) => known === word.trim())
  if (!state) {
    const known = ADVICE_STATES.join(', ')
    throw new AdviceRefused(
      `"## ${line.trim()}" does not begin with a state. Use one of: ${known}.`
    )
  }
  const shortTitle = title.join(':').trim()
  if (shortTitle === '') {
    throw new AdviceRefused(
      `The section "${state}" has no title. Write "## ${state}: short title".`
    )
  }
  if (rest.some((other) => other.trim() !== '')) {
    throw new AdviceRefused(
      `In the section "${state}" a text stands before its first "###" heading.`
    )
  }
  checkPlaceholders(state, shortTitle)
  return { state, title: shortTitle }
}

function parseTexts(state: AdviceState, parts: string[]): Map<string, string> {
  const texts = new Map<string, string>()
  for (const part of parts) {
    const [heading, ...lines] = part.split('\n')
    const name = heading.trim()
    if (!HEADINGS.includes(name)) {
      const known = HEADINGS.join('", "')
      throw new AdviceRefused(`"### ${name}" in the section "${state}" is none of "${known}".`)
    }
    if (texts.has(name)) {
      throw new AdviceRefused(`The section "${state}" has two texts "### ${name}". Keep one.`)
    }
    const words = unwrap(lines)
    checkPlaceholders(state, words)
    texts.set(name, words)
  }
  return texts
}

/** Lines of a paragraph are joined, so that a page or mail wraps them itself; list items keep theirs. */
function unwrap(lines: string[]): string {
  return lines
    .join('\n')
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/[ \t]*\n(?![ \t]*(?:[-*]|\d+\.)\s)[ \t]*/g, ' ').trim())
    .join('\n\n')
}

function checkPlaceholders(state: AdviceState, text: string): void {
  try {
    placeholdersOf(text)
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new AdviceRefused(`In the section "${state}": ${words}`)
  }
}
