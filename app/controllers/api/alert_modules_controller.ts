import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { queryGiven } from '../../api/given.ts'
import { listPage } from '../../api/list_page.ts'
import { ALERT_MODULES } from '../../monitoring/alert/modules/registry.ts'
import { listQuery } from '../../validators/rules.ts'

/** The ways to tell people. */
export default class AlertModulesController {
  static contracts = {
    index: {
      about: 'The ways to tell people, what each needs, and the fields of its options.',
      ...{ query: listQuery, answers: 'page' },
    },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    const modules = ALERT_MODULES.map(({ name, label, needs, fields }) => ({
      ...{ name, label, needs },
      fields: fields.map(({ isRequired, ...field }) => ({ ...field, is_required: isRequired })),
    }))
    return listPage(modules, await queryGiven(request, listQuery))
  }
}
