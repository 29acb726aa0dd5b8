import { duration } from '../../../plugins/format.ts'
import { STATE_WORDS, type State } from '../../states.ts'
import { oneLine } from './clean_text.ts'
import { briefly, namesWithin, sentencesWithin } from './summary_words.ts'
import type { NotificationContent } from './module.ts'

const LONGEST_NAME = 80
/** More services than this are only counted. */
const MOST_SERVICES = 10
/** Said twice, and five letters long for each one that has to be escaped, it still fits the 4,000 of TwiML. */
const LONGEST_SPOKEN = 380

/**
 * @returns `[Critical] shop-server: disk almost full (96 %)`, `[Solved after 42 min] shop-server: disk almost full`
 *          `[Summary] …` or `[Test] …`; with a service `[Degraded] Website: shop-server: disk almost full (96 %)`
 */
export function titleLine(content: NotificationContent, longest = 300): string {
  return oneLine(`[${mark(content)}] ${headline(content)}`, longest)
}

/** @returns the title line without its mark */
export function headline(content: NotificationContent): string {
  const number = content.kind === 'problem' ? oneLine(content.headlineNumber, LONGEST_NAME) : ''
  return `${briefly(content)}${number && ` (${number})`}`
}

/**
 * What people need first after the title: what was seen, whom it reaches, what to do, where.
 * @param longest in UTF-16 units; no part takes more than half of it
 */
export function shortText(content: NotificationContent, longest: number): string {
  const parts = [
    content.what,
    ...serviceSentences(content),
    sentencesWithin(content, Math.floor(longest / 2)),
    content.firstStep && `Do now: ${content.firstStep}`,
    placeOf(content),
  ]
  const cleaned = parts.map((part) => oneLine(part, Math.floor(longest / 2))).filter(Boolean)
  return oneLine(cleaned.join(' '), longest)
}

/** @returns whether it is about one change; a test and a summary are not */
export function isAboutOne({ kind }: NotificationContent): boolean {
  return kind === 'problem' || kind === 'recovery'
}

/** @returns the essence in sentences for the ear */
export function spokenText(content: NotificationContent): string {
  const step = content.firstStep && ` Do now: ${oneLine(content.firstStep, LONGEST_SPOKEN / 2)}`
  const names = namesWithin(content, LONGEST_SPOKEN / 3)
  return oneLine(
    `This is Prophasis. ${mark(content)}. ${headline(content)}.${names && ` ${names}`}${step}`,
    LONGEST_SPOKEN
  )
}

/** @returns `The service “Website” is degraded.` for each service the trouble reaches */
export function serviceSentences(content: NotificationContent): string[] {
  // A message that has waited since before there were services names none.
  const services = content.services ?? []
  const named = services.slice(0, MOST_SERVICES).map(({ name, state }) => {
    return `The service “${oneLine(name, LONGEST_NAME)}” ${isNow(state)}.`
  })
  const rest = services.length - named.length
  return rest > 0 ? [...named, `Services reached beside these: ${rest}.`] : named
}

function isNow(state: State): string {
  if (state === 'no_data') return 'has no data'
  return `is ${state === 'ok' ? 'OK' : STATE_WORDS[state].toLowerCase()}`
}

function mark(content: NotificationContent): string {
  if (content.kind === 'test') return 'Test'
  if (content.kind === 'summary') return 'Summary'
  if (content.kind === 'problem') return STATE_WORDS[content.state]
  const seconds = content.solvedAfterSeconds
  return seconds === undefined ? 'Solved' : `Solved after ${duration(seconds)}`
}

function placeOf(content: NotificationContent): string {
  if (!isAboutOne(content)) return ''
  const { check, plugin, instance } = content
  return `Where: ${[check.name || plugin.name, instance].filter(Boolean).join(', ')}.`
}
