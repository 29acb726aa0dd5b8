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

/** What came and went while the database was away, among it the disk, three times. */
export function diskSummary(changes: Partial<NotificationContent> = {}): NotificationContent {
  const { check, plugin } = diskProblem()
  const host = { id: 1, name: 'shop-server' }
  const disk = { host, check, plugin, instance: '/var', title: 'disk almost full' }
  return diskProblem({
    kind: 'summary',
    host: { id: 0, name: 'Prophasis', address: '' },
    check: { id: 0, name: '' },
    plugin: { identifier: '', name: '' },
    instance: '',
    ...{ state: 'ok', fromState: 'ok', headlineNumber: '', nextReminderAt: undefined },
    ...{ effect: '', why: '', whenToCall: '', reason: '', measured: undefined, alsoTold: [] },
    title: '2 troubles came and went while the database was away',
    what: 'While the database was away from Saturday 21 November, 09:00 to 14:10, these came and went.',
    firstStep: 'Nothing. What is still wrong is told by itself.',
    away: { from: '2026-11-21T09:00:00.000Z', until: '2026-11-21T14:10:00.000Z' },
    cameAndWent: [
      {
        ...{ ...disk, state: 'critical', times: 3 },
        ...{ since: '2026-11-21T09:30:00.000Z', until: '2026-11-21T11:00:00.000Z' },
      },
      {
        ...{ ...disk, instance: '', title: 'website away', service: { id: 3, name: 'Website' } },
        ...{ state: 'degraded', times: 1 },
        ...{ since: '2026-11-20T23:00:00.000Z', until: '2026-11-21T10:00:00.000Z' },
      },
    ],
    ...changes,
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
