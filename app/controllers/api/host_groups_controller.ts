import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven, queryGiven } from '../../api/given.ts'
import { listPage } from '../../api/list_page.ts'
import { describeGroup, describeGroups } from '../../groups/describe_groups.ts'
import { saveGroup } from '../../groups/save_group.ts'
import { goesWithIt } from '../../saving/goes_with_it.ts'
import { remove } from '../../saving/remove.ts'
import { hostGroupBody, hostGroupChanges } from '../../validators/api/host_groups.ts'
import { consequencesQuery } from '../../validators/api/hosts.ts'
import { listQuery } from '../../validators/rules.ts'

/** Machines under one name. */
export default class HostGroupsController {
  static contracts = {
    index: { about: 'Groups of machines, worst first.', query: listQuery, answers: 'page' },
    show: {
      about: 'A group with its members and every machine it stands for.',
      query: consequencesQuery,
      answers: 'object',
    },
    store: { about: 'Makes a group.', body: hostGroupBody, answers: 'object', status: 201 },
    update: { about: 'Changes a group.', body: hostGroupChanges, answers: 'object' },
    destroy: { about: 'Deletes a group; its machines stay.', answers: 'nothing' },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    return listPage(await describeGroups(), await queryGiven(request, listQuery))
  }

  async show({ params, request }: HttpContext) {
    const { consequences } = await queryGiven(request, consequencesQuery)
    const group = await describeGroup(params.id)
    const loss = consequences ? { goes_with_it: await goesWithIt('host_groups', params.id) } : {}
    return { data: { ...group, ...loss } }
  }

  async store({ request, response }: HttpContext) {
    const id = await saveGroup(await bodyGiven(request, hostGroupBody))
    return response.created({ data: await describeGroup(id) })
  }

  async update({ params, request }: HttpContext) {
    await saveGroup(await bodyGiven(request, hostGroupChanges), params.id)
    return { data: await describeGroup(params.id) }
  }

  async destroy({ params, response }: HttpContext) {
    await remove('host_groups', params.id)
    return response.noContent()
  }
}
