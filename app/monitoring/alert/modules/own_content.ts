import type { NotificationContent } from './module.ts'

/** What stands in a message that is about no machine: Prophasis speaks of itself. */
export const OWN_CONTENT = {
  host: { id: 0, name: 'Prophasis', address: '' },
  check: { id: 0, name: '' },
  plugin: { identifier: '', name: '' },
  services: [],
  instance: '',
  state: 'ok' as const,
  fromState: 'ok' as const,
  headlineNumber: '',
  effect: '',
  why: '',
  whenToCall: '',
  reason: '',
  alsoTold: [],
} satisfies Partial<NotificationContent>
