import { duration } from '../../../../plugins/format.ts'
import { STATE_WORDS } from '../../../states.ts'
import type { NotificationContent } from '../module.ts'
import { headerText, oneLine } from '../clean_text.ts'

const LONGEST_NAME = 80
const LONGEST_TITLE = 160

/**
 * @returns `[Critical] shop-server: disk almost full (96 %)`, `[Solved after 42 min] shop-server: disk almost full`
 *          or `[Test] …`. A reminder has the same subject as the mail it repeats.
 */
export function renderSubject(content: NotificationContent): string {
  return headerText(`[${mark(content)}] ${headline(content)}`, 300)
}

/** @returns the subject without its mark, as the heading of the mail */
export function headline(content: NotificationContent): string {
  const host = oneLine(content.host.name, LONGEST_NAME)
  const title = oneLine(content.title, LONGEST_TITLE)
  const number = content.kind === 'problem' ? oneLine(content.headlineNumber, LONGEST_NAME) : ''
  return `${host}: ${title}${number ? ` (${number})` : ''}`
}

function mark(content: NotificationContent): string {
  if (content.kind === 'test') return 'Test'
  if (content.kind === 'problem') return STATE_WORDS[content.state]
  const seconds = content.solvedAfterSeconds
  return seconds === undefined ? 'Solved' : `Solved after ${duration(seconds)}`
}
