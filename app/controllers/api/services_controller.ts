import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven, queryGiven } from '../../api/given.ts'
import { listPage } from '../../api/list_page.ts'
import { goesWithIt } from '../../saving/goes_with_it.ts'
import { remove } from '../../saving/remove.ts'
import { describeService, describeServices } from '../../services/describe_services.ts'
import { saveService } from '../../services/save_service.ts'
import { consequencesQuery } from '../../validators/api/hosts.ts'
import { serviceBody, serviceChanges } from '../../validators/api/services.ts'
import { listQuery } from '../../validators/rules.ts'

/** What people use, and what it needs. */
export default class ServicesController {
  static contracts = {
    index: { about: 'Services, worst first.', query: listQuery, answers: 'page' },
    show: {
      about: 'A service as a tree: all it needs with its state and why, what fails first.',
      query: consequencesQuery,
      answers: 'object',
    },
    store: { about: 'Makes a service.', body: serviceBody, answers: 'object', status: 201 },
    update: { about: 'Changes a service.', body: serviceChanges, answers: 'object' },
    destroy: { about: 'Deletes a service; what it needs stays.', answers: 'nothing' },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    return listPage(await describeServices(), await queryGiven(request, listQuery))
  }

  async show({ params, request }: HttpContext) {
    const { consequences } = await queryGiven(request, consequencesQuery)
    const service = await describeService(params.id)
    const loss = consequences ? { goes_with_it: await goesWithIt('services', params.id) } : {}
    return { data: { ...service, ...loss } }
  }

  async store({ request, response }: HttpContext) {
    const id = await saveService(await bodyGiven(request, serviceBody))
    return response.created({ data: await describeService(id) })
  }

  async update({ params, request }: HttpContext) {
    await saveService(await bodyGiven(request, serviceChanges), params.id)
    return { data: await describeService(params.id) }
  }

  async destroy({ params, response }: HttpContext) {
    await remove('services', params.id)
    return response.noContent()
  }
}
