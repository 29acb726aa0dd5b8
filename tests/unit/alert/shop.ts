import type {
  DeliveryJob,
  NotificationContent,
} from '../../../app/monitoring/alert/modules/module.ts'
import type { EmailOptions } from '../../../app/monitoring/alert/modules/email/options.ts'

const AT = '2026-11-21T14:12:00.000Z'
const HOUR = 3600

/** A disk that grew from 90 % to 98 % within a day, with a gap of an hour at noon. */
export function diskProblem(changes: Partial<NotificationContent> = {}): NotificationContent {
  const end = Date.parse(AT) / 1000
  const hours = Array.from({ length: 25 }, (_, index) => index)
  return {
    kind: 'problem',
    host: { id: 1, name: 'shop-server', address: '192.0.2.7' },
    check: { id: 2, name: 'Disk space' },
    plugin: { identifier: 'com.example.disk_space', name: 'Disk space' },
    services: [],
    instance: '/var',
    state: 'critical',
    fromState: 'major',
    title: 'disk almost full',
    headlineNumber: '98 %',
    what: '98 % is used. 0.7 of 40 GB are left.',
    effect: 'When it is full, the tills cannot store a sale.',
    why: 'The limit is 98 % used and less than 1 GB left.',
    firstStep: 'Empty the folder “Old exports” on shop-server.',
    whenToCall: 'Call if it is not below 96 % by 17:00.',
    reason: 'Seen three times in a row.',
    since: AT,
    at: AT,
    nextReminderAt: '2026-11-21T18:12:00.000Z',
    measured: {
      label: 'disk used',
      unit: '%',
      points: hours.map((hour) => [
        end - (24 - hour) * HOUR,
        hour === 12 ? null : 90 + hour / 3 + Math.sin(hour),
      ]),
      limits: [
        { label: 'Critical above 98 %', value: 98, state: 'critical' },
        { label: 'Major above 90 %', value: 90, state: 'major' },
      ],
    },
    alsoTold: ['Ben Okafor'],
    alertName: 'Shop floor, Critical and Major',
    timeZone: 'Europe/London',
    ...changes,
  }
}

/** The same disk, 42 minutes later. */
export function diskRecovery(): NotificationContent {
  return diskProblem({
    kind: 'recovery',
    state: 'ok',
    fromState: 'critical',
    what: '61 % is used.',
    effect: '',
    why: '',
    firstStep: '',
    whenToCall: '',
    reason: '',
    solvedAfterSeconds: 42 * 60,
    nextReminderAt: undefined,
    measured: undefined,
  })
}

/** The first mail of an incident, unless told otherwise. */
export function mailJob(
  content: NotificationContent,
  changes: Partial<DeliveryJob<EmailOptions>> = {}
): DeliveryJob<EmailOptions> {
  return {
    content,
    options: { to: ['anna@example.test'] },
    messageId: '<incident-118.1@prophasis.example.test>',
    threadId: '<incident-118.1@prophasis.example.test>',
    isFirstInThread: true,
    ...changes,
  }
}
