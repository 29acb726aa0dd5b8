import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven, queryGiven } from '../../api/given.ts'
import { listPage } from '../../api/list_page.ts'
import {
  changeClient,
  createClient,
  deleteClient,
  describeClient,
  describeClients,
} from '../../clients/clients.ts'
import { clientBody, clientChanges } from '../../validators/api/people.ts'
import { listQuery } from '../../validators/rules.ts'

/** Programs that use the API. */
export default class ApiClientsController {
  static contracts = {
    index: { about: 'Programs that use the API.', query: listQuery, answers: 'page' },
    show: { about: 'A program that uses the API.', answers: 'object' },
    store: {
      about: 'Makes a program; its token is in this answer and never shown again.',
      ...{ body: clientBody, answers: 'object', status: 201 },
    },
    update: { about: 'Changes a program.', body: clientChanges, answers: 'object' },
    destroy: { about: 'Deletes a program; its tokens end at once.', answers: 'nothing' },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    return listPage(await describeClients(), await queryGiven(request, listQuery))
  }

  async show({ params }: HttpContext) {
    return { data: await describeClient(params.id) }
  }

  async store({ request, response }: HttpContext) {
    const given = await bodyGiven(request, clientBody)
    return response.created({ data: await createClient(given) })
  }

  async update({ params, request }: HttpContext) {
    await changeClient(params.id, await bodyGiven(request, clientChanges))
    return { data: await describeClient(params.id) }
  }

  async destroy({ params, response }: HttpContext) {
    await deleteClient(params.id)
    return response.noContent()
  }
}
