import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven, queryGiven } from '../../api/given.ts'
import { listPage } from '../../api/list_page.ts'
import { goesWithIt } from '../../saving/goes_with_it.ts'
import { remove } from '../../saving/remove.ts'
import { describeSchedule, describeSchedules } from '../../schedules/describe_schedules.ts'
import { saveSchedule } from '../../schedules/save_schedule.ts'
import { consequencesQuery } from '../../validators/api/hosts.ts'
import { scheduleBody, scheduleChanges } from '../../validators/api/schedules.ts'
import { listQuery } from '../../validators/rules.ts'

/** When checks run. */
export default class SchedulesController {
  static contracts = {
    index: { about: 'Schedules with their next runs.', query: listQuery, answers: 'page' },
    show: {
      about: 'A schedule with its next five runs.',
      query: consequencesQuery,
      answers: 'object',
    },
    store: { about: 'Makes a schedule.', body: scheduleBody, answers: 'object', status: 201 },
    update: { about: 'Changes a schedule.', body: scheduleChanges, answers: 'object' },
    destroy: { about: 'Deletes a schedule; its checks stay.', answers: 'nothing' },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    return listPage(await describeSchedules(), await queryGiven(request, listQuery))
  }

  async show({ params, request }: HttpContext) {
    const { consequences } = await queryGiven(request, consequencesQuery)
    const schedule = await describeSchedule(params.id)
    const loss = consequences ? { goes_with_it: await goesWithIt('schedules', params.id) } : {}
    return { data: { ...schedule, ...loss } }
  }

  async store({ request, response }: HttpContext) {
    const id = await saveSchedule(await bodyGiven(request, scheduleBody))
    return response.created({ data: await describeSchedule(id) })
  }

  async update({ params, request }: HttpContext) {
    await saveSchedule(await bodyGiven(request, scheduleChanges), params.id)
    return { data: await describeSchedule(params.id) }
  }

  async destroy({ params, response }: HttpContext) {
    await remove('schedules', params.id)
    return response.noContent()
  }
}
