import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven, queryGiven } from '../../api/given.ts'
import { describeRule } from '../../rules/describe_rule.ts'
import { findCheck, findPlugin } from '../../rules/find_by_reference.ts'
import { referenceIn } from '../../rules/reference_in.ts'
import { saveRule } from '../../rules/save_rule.ts'
import { ruleQuery, ruleValidator } from '../../validators/api/rules.ts'

/** How the results of a plugin are judged. */
export default class ClassifiersController {
  static contracts = {
    show: { about: 'The rule in force, and its limits.', query: ruleQuery, answers: 'object' },
    update: { about: 'Changes the rule or its limits.', body: ruleValidator, answers: 'object' },
    destroy: { about: 'Goes back to the default rule.', query: ruleQuery, answers: 'nothing' },
  } satisfies Contracts

  async show({ params, request }: HttpContext) {
    const { check } = await queryGiven(request, ruleQuery)
    const plugin = await findPlugin(params.id)
    return { data: await describeRule(plugin, await checkIdNamed(check)) }
  }

  async update({ params, request }: HttpContext) {
    const plugin = await findPlugin(params.id)
    const { check: reference, ...changes } = await bodyGiven(request, ruleValidator)
    const check = await referenceIn({ check: reference }, 'check', findCheck)
    const checkId = check?.id ?? null
    await saveRule(plugin, checkId, changes)
    return { data: await describeRule(plugin, checkId) }
  }

  async destroy({ params, request, response }: HttpContext) {
    const { check } = await queryGiven(request, ruleQuery)
    const plugin = await findPlugin(params.id)
    await saveRule(plugin, await checkIdNamed(check), { code: null, n_historical: null })
    return response.noContent()
  }
}

async function checkIdNamed(given: string | undefined): Promise<number | null> {
  return given === undefined ? null : (await findCheck(given)).id
}
