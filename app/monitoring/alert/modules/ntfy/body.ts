import type { State } from '../../../states.ts'
import { isAboutOne, shortText, titleLine } from '../few_words.ts'
import type { NotificationContent } from '../module.ts'

/** An ntfy server makes a file of a message above 4,096 bytes; no character here needs more than three. */
const LONGEST_MESSAGE = 1200

/** Priorities of ntfy: 5 rings through, 4 rings long, 3 is usual, 2 makes no sound. Tags it knows become signs. */
const BY_STATE: Record<State, { priority: number; sign: string }> = {
  critical: { priority: 5, sign: 'rotating_light' },
  major: { priority: 4, sign: 'warning' },
  minor: { priority: 3, sign: 'small_orange_diamond' },
  degraded: { priority: 3, sign: 'last_quarter_moon' },
  unknown: { priority: 3, sign: 'grey_question' },
  ok: { priority: 3, sign: 'white_check_mark' },
  no_data: { priority: 3, sign: 'grey_question' },
}

/** @returns the JSON that publishes one message */
export function ntfyBody(topic: string, content: NotificationContent): string {
  const { kind, state } = content
  const { priority, sign } =
    kind === 'problem' ? BY_STATE[state] : { priority: 3, sign: BY_STATE.ok.sign }
  return JSON.stringify({
    topic,
    title: titleLine(content),
    message: shortText(content, LONGEST_MESSAGE),
    priority,
    tags: [kind === 'test' ? 'test_tube' : sign, isAboutOne(content) ? state : kind],
  })
}
