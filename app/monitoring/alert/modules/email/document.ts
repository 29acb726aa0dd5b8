import { duration } from '../../../../plugins/format.ts'
import { STATE_WORDS } from '../../../states.ts'
import { cleanDeep } from '../clean_text.ts'
import { headline, isAboutOne, serviceSentences } from '../few_words.ts'
import { itemInWords } from '../summary_words.ts'
import type { NotificationContent } from '../module.ts'
import { describeGraph, type GraphText } from './describe_graph.ts'
import { STATE_COLOURS, type StateColours, TEST_COLOURS } from './palette.ts'
import { momentInWords } from '../time_in_words.ts'

/** A mail sent this much later than it was due says so. */
const LATE_AFTER_SECONDS = 10 * 60

const WORDS: Partial<Record<NotificationContent['kind'], string>> = {
  recovery: 'Solved',
  summary: 'Summary',
}

/** What a mail says, in order. The text part and the HTML part are both made from it, so they say the same. */
export interface MailDocument {
  plate: { word: string; sender: string; colours: StateColours }
  heading: string
  lead: string
  rows: { label: string; text: string }[]
  graph?: GraphText
  steps: string[]
  others: string
  footer: string[]
}

/**
 * Puts one change into sentences.
 * @param sender the name in the head of the mail
 * @param sentAt when this attempt is made
 */
export function mailDocument(
  content: NotificationContent,
  sender: string,
  sentAt: Date
): MailDocument {
  const told = cleanDeep(content)
  return {
    plate: plateOf(told, cleanDeep(sender) || 'Prophasis'),
    heading: headline(told),
    lead: told.what,
    rows: rowsOf(told).filter((row) => row.text),
    graph: told.measured && describeGraph(told.measured, told.at, told.timeZone),
    steps: stepsOf(told),
    others: isAboutOne(told) ? othersOf(told) : '',
    footer: footerOf(told, sentAt),
  }
}

function plateOf(told: NotificationContent, sender: string): MailDocument['plate'] {
  if (told.kind === 'test') return { word: 'Test', sender, colours: TEST_COLOURS }
  const word = WORDS[told.kind] ?? STATE_WORDS[told.state]
  return { word, sender, colours: STATE_COLOURS[told.state] }
}

function rowsOf(told: NotificationContent): MailDocument['rows'] {
  if (!isAboutOne(told)) return itemRows(told)
  return [
    { label: 'Effect', text: [told.effect, ...serviceSentences(told)].filter(Boolean).join(' ') },
    told.kind === 'recovery' ? solvedRow(told) : sinceRow(told),
    { label: 'Why', text: whyOf(told) },
    { label: 'Where', text: whereOf(told) },
  ]
}

function itemRows({ cameAndWent = [], timeZone }: NotificationContent): MailDocument['rows'] {
  return cameAndWent.map((item) => ({
    label: STATE_WORDS[item.state],
    text: itemInWords(item, timeZone),
  }))
}

function sinceRow(told: NotificationContent): MailDocument['rows'][number] {
  const seconds = secondsBetween(told.since, told.at)
  const long = seconds >= 60 ? ` That is ${duration(seconds)} before this mail.` : ''
  const since = momentInWords(told.since, told.timeZone, told.at)
  const before = told.fromState === told.state ? '' : ` Before: ${STATE_WORDS[told.fromState]}.`
  return { label: 'Since', text: `${since}.${long}${before}` }
}

function solvedRow(told: NotificationContent): MailDocument['rows'][number] {
  const after = told.solvedAfterSeconds
  const long = after === undefined ? '' : ` It took ${duration(after)}.`
  const before = ` Before: ${STATE_WORDS[told.fromState]}. Now: ${STATE_WORDS[told.state]}.`
  return { label: 'Solved', text: `${momentInWords(told.at, told.timeZone)}.${long}${before}` }
}

/** The rule's own sentence is often part of what was said already. */
function whyOf(told: NotificationContent): string {
  const said = `${told.what} ${told.why}`
  return [told.why, said.includes(told.reason) ? '' : told.reason].filter(Boolean).join(' ')
}

function whereOf(told: NotificationContent): string {
  const { name, address } = told.host
  const part = told.instance ? `, ${told.instance}` : ''
  const known = address && address !== name ? ` (${address})` : ''
  return `${told.check.name || told.plugin.name}${part} on ${name}${known}`
}

function stepsOf(told: NotificationContent): string[] {
  const call = told.whenToCall && `When to call someone: ${told.whenToCall}`
  const steps = [told.firstStep, call].filter(Boolean)
  return steps.length === 0 && told.kind === 'recovery' ? ['Nothing. It is solved.'] : steps
}

function othersOf(told: NotificationContent): string {
  const others = told.alsoTold.filter(Boolean)
  const sentences = [
    others.length > 0 ? `Also told: ${others.join(', ')}.` : 'Nobody else was told.',
  ]
  if (told.nextReminderAt) {
    const when = momentInWords(told.nextReminderAt, told.timeZone, told.at)
    sentences.push(`If it is still open then, a reminder comes: ${when}.`)
  }
  return sentences.join(' ')
}

function footerOf(told: NotificationContent, sentAt: Date): string[] {
  const late = secondsBetween(told.at, sentAt.toISOString())
  const sent = momentInWords(sentAt.toISOString(), told.timeZone)
  return [
    `You get this mail because the alert “${told.alertName}” names you. To stop it, answer with the word stop.`,
    `Sent by Prophasis: ${sent}.`,
    ...(late > LATE_AFTER_SECONDS ? [`This mail is ${duration(late)} late. ${whyLate(told)}`] : []),
  ]
}

function whyLate({ away }: NotificationContent): string {
  return away ? 'The database was away.' : 'The mail server did not take it sooner.'
}

function secondsBetween(fromIso: string, toIso: string): number {
  const seconds = Math.round((Date.parse(toIso) - Date.parse(fromIso)) / 1000)
  return Number.isFinite(seconds) ? Math.max(0, seconds) : 0
}
