import type { NotificationContent } from './module.ts'
import { OWN_CONTENT } from './own_content.ts'

/**
 * @param at when the test was asked for
 * @returns what a test message says
 */
export function testContent(alertName: string, timeZone: string, at: Date): NotificationContent {
  return {
    ...OWN_CONTENT,
    kind: 'test',
    title: 'this is a test',
    what: 'You asked for this message. It shows that Prophasis can reach you.',
    firstStep: 'Nothing. If you can read this, all is well.',
    since: at.toISOString(),
    at: at.toISOString(),
    alertName,
    timeZone,
  }
}
