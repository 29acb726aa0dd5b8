import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven, queryGiven } from '../../api/given.ts'
import { listPage } from '../../api/list_page.ts'
import { describeCheck, describeChecks } from '../../checks/describe_checks.ts'
import { saveCheck } from '../../checks/save_check.ts'
import { goesWithIt } from '../../saving/goes_with_it.ts'
import { remove } from '../../saving/remove.ts'
import { checkBody, checkChanges } from '../../validators/api/checks.ts'
import { consequencesQuery } from '../../validators/api/hosts.ts'
import { listQuery } from '../../validators/rules.ts'

/** Which plugins run on which machines. */
export default class ChecksController {
  static contracts = {
    index: { about: 'Checks, by name.', query: listQuery, answers: 'page' },
    show: { about: 'A check.', query: consequencesQuery, answers: 'object' },
    store: { about: 'Makes a check.', body: checkBody, answers: 'object', status: 201 },
    update: { about: 'Changes a check.', body: checkChanges, answers: 'object' },
    destroy: { about: 'Deletes a check with its results.', answers: 'nothing' },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    return listPage(await describeChecks(), await queryGiven(request, listQuery))
  }

  async show({ params, request }: HttpContext) {
    const { consequences } = await queryGiven(request, consequencesQuery)
    const check = await describeCheck(params.id)
    const loss = consequences ? { goes_with_it: await goesWithIt('checks', params.id) } : {}
    return { data: { ...check, ...loss } }
  }

  async store({ request, response }: HttpContext) {
    const id = await saveCheck(await bodyGiven(request, checkBody))
    return response.created({ data: await describeCheck(id) })
  }

  async update({ params, request }: HttpContext) {
    await saveCheck(await bodyGiven(request, checkChanges), params.id)
    return { data: await describeCheck(params.id) }
  }

  async destroy({ params, response }: HttpContext) {
    await remove('checks', params.id)
    return response.noContent()
  }
}
