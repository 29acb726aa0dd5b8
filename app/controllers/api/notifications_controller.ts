import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { queryGiven } from '../../api/given.ts'
import { listNotifications } from '../../history/notifications.ts'
import { notificationsQuery } from '../../validators/api/history.ts'
import { pageMeta, pageOf } from '../../validators/page.ts'

/** What was told to whom, and whether it arrived. */
export default class NotificationsController {
  static contracts = {
    index: {
      about: 'Messages, newest first, without the secrets they are sent with.',
      ...{ query: notificationsQuery, answers: 'page' },
    },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    const { page, per_page, ...filter } = await queryGiven(request, notificationsQuery)
    const asked = pageOf({ page, per_page })
    const { notifications, total } = await listNotifications(filter, asked)
    return { data: notifications, meta: pageMeta(asked, total) }
  }
}
