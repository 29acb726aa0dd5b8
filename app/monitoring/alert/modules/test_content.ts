import type { NotificationContent } from './module.ts'

/**
 * @param at when the test was asked for
 * @returns what a test message says
 */
export function testContent(alertName: string, timeZone: string, at: Date): NotificationContent {
  return {
    kind: 'test',
    host: { id: 0, name: 'Prophasis', address: '' },
    check: { id: 0, name: '' },
    plugin: { identifier: '', name: '' },
    services: [],
    instance: '',
    state: 'ok',
    fromState: 'ok',
    title: 'this is a test',
    headlineNumber: '',
    what: 'You asked for this message. It shows that Prophasis can reach you.',
    effect: '',
    why: '',
    firstStep: 'Nothing. If you can read this, all is well.',
    whenToCall: '',
    reason: '',
    since: at.toISOString(),
    at: at.toISOString(),
    alsoTold: [],
    alertName,
    timeZone,
  }
}
