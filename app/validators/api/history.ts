import vine from '@vinejs/vine'
import { NOTIFICATION_KINDS } from '../../monitoring/alert/modules/module.ts'
import { STATES } from '../../monitoring/states.ts'
import { NOTIFICATION_STATUSES } from '../../history/notifications.ts'
import { pageFields } from '../page.ts'
import { idInQuery, textInQuery } from '../rules.ts'
import { Sentences } from '../sentences.ts'

const place = {
  host: idInQuery().optional(),
  check: idInQuery().optional(),
  plugin: idInQuery().optional(),
  service: idInQuery().optional(),
}
const time = { from: textInQuery().optional(), to: textInQuery().optional() }

/** GET /incidents. A time range is that of their beginning. */
export const incidentsQuery = vine.create({
  open: vine.boolean().optional(),
  state: vine.enum(STATES).optional(),
  ...place,
  ...time,
  ...pageFields,
})
incidentsQuery.messagesProvider = new Sentences()

/** GET /transitions */
export const transitionsQuery = vine.create({
  kind: vine.enum(['result', 'host', 'service']).optional(),
  ...place,
  ...time,
  ...pageFields,
})
transitionsQuery.messagesProvider = new Sentences()

/** GET /notifications */
export const notificationsQuery = vine.create({
  status: vine.enum(NOTIFICATION_STATUSES).optional(),
  kind: vine.enum(NOTIFICATION_KINDS).optional(),
  alert: idInQuery().optional(),
  incident: idInQuery().optional(),
  ...pageFields,
})
notificationsQuery.messagesProvider = new Sentences()
