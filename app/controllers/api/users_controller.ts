import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven, queryGiven } from '../../api/given.ts'
import { listPage } from '../../api/list_page.ts'
import { describeUsers, findUser, shown } from '../../users/describe_users.ts'
import { changeUser, createUser, deleteUser } from '../../users/save_user.ts'
import { userBody, userChanges } from '../../validators/api/people.ts'
import { listQuery } from '../../validators/rules.ts'

/** Who may sign in. */
export default class UsersController {
  static contracts = {
    index: { about: 'Who may sign in.', query: listQuery, answers: 'page' },
    show: { about: 'Somebody who may sign in.', answers: 'object' },
    store: { about: 'Lets somebody sign in.', body: userBody, answers: 'object', status: 201 },
    update: {
      about: 'Changes somebody; a new password or role ends their sessions.',
      ...{ body: userChanges, answers: 'object' },
    },
    destroy: { about: 'Ends that somebody may sign in; the last owner stays.', answers: 'nothing' },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    return listPage(await describeUsers(), await queryGiven(request, listQuery))
  }

  async show({ params }: HttpContext) {
    return { data: shown(await findUser(params.id)) }
  }

  async store({ request, response }: HttpContext) {
    const user = await createUser(await bodyGiven(request, userBody))
    return response.created({ data: shown(user) })
  }

  async update({ params, request }: HttpContext) {
    return { data: shown(await changeUser(params.id, await bodyGiven(request, userChanges))) }
  }

  async destroy({ params, response }: HttpContext) {
    await deleteUser(params.id)
    return response.noContent()
  }
}
