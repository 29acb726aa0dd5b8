import { STATE_WORDS } from '../../states.ts'
import { oneLine } from './clean_text.ts'
import type { CameAndWent, NotificationContent } from './module.ts'
import { spanInWords } from './time_in_words.ts'

const LONGEST_NAME = 80
const LONGEST_TITLE = 160
/** What "And 12345 more." takes. */
const ROOM_FOR_REST = 16

/** @returns `shop-server: disk almost full`; with a service `Website: shop-server: disk almost full` */
export function briefly({
  service,
  host,
  title,
}: Pick<CameAndWent, 'service' | 'host' | 'title'>): string {
  const name = oneLine(service?.name ?? '', LONGEST_NAME)
  return `${name && `${name}: `}${oneLine(host.name, LONGEST_NAME)}: ${oneLine(title, LONGEST_TITLE)}`
}

/**
 * @param timeZone IANA name
 * @returns `shop-server: disk almost full (Disk space, /var). Saturday 21 November, 14:12 to 14:54, 3 times.`
 */
export function itemInWords(item: CameAndWent, timeZone: string): string {
  const { check, plugin, instance, since, until, times } = item
  const place = [check.name || plugin.name, instance].map((part) => oneLine(part, LONGEST_NAME))
  const often = times > 1 ? `, ${times} times` : ''
  const when = spanInWords(since, until, timeZone)
  return `${briefly(item)} (${place.filter(Boolean).join(', ')}). ${when}${often}.`
}

/** @returns what came and went in sentences, as many as fit; the rest is counted. Empty when nothing did. */
export function sentencesWithin(content: NotificationContent, longest: number): string {
  const { cameAndWent = [], timeZone } = content
  return within(
    cameAndWent.map((item) => `${STATE_WORDS[item.state]}: ${itemInWords(item, timeZone)}`),
    longest
  )
}

/** @returns the same for the ear: names without times */
export function namesWithin({ cameAndWent = [] }: NotificationContent, longest: number): string {
  return within(
    cameAndWent.map((item) => `${briefly(item)}.`),
    longest
  )
}

function within(sentences: string[], longest: number): string {
  let text = ''
  for (const [index, sentence] of sentences.entries()) {
    const isLast = index === sentences.length - 1
    if (text.length + sentence.length + (isLast ? 1 : ROOM_FOR_REST) > longest)
      return `${text} And ${sentences.length - index} more.`.trim()
    text = `${text} ${sentence}`.trim()
  }
  return text
}
