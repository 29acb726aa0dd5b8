import type { HttpContext } from '@adonisjs/core/http'
import { bodyOf, queryOf } from '../../validators/body.ts'
import { describeRule } from '../../rules/describe_rule.ts'
import { findCheck, findPlugin } from '../../rules/find_by_reference.ts'
import { saveRule } from '../../rules/save_rule.ts'
import { fieldError } from '../../validators/field_error.ts'
import { RULE_FIELDS, ruleValidator } from '../../validators/api.ts'

/** How the results of a plugin are judged. */
export default class ClassifiersController {
  async show({ params, request }: HttpContext) {
    const plugin = await findPlugin(params.id)
    const given = queryOf(request, ['check'])
    return { data: await describeRule(plugin, await checkIdOf(given.check)) }
  }

  async update({ params, request }: HttpContext) {
    const plugin = await findPlugin(params.id)
    const { check, ...changes } = await ruleValidator.validate(bodyOf(request, RULE_FIELDS))
    const checkId = await checkIdOf(check)
    await saveRule(plugin, checkId, changes)
    return { data: await describeRule(plugin, checkId) }
  }
}

async function checkIdOf(given: unknown): Promise<number | null> {
  if (given === undefined || given === null) return null
  if (typeof given === 'string' || typeof given === 'number')
    return (await findCheck(String(given))).id
  throw fieldError('check', 'Give "check" as the id or the name of one check.')
}
