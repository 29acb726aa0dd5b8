import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven } from '../../api/given.ts'
import { findCheck, findGroupId, findHost, findPlugin } from '../../rules/find_by_reference.ts'
import { limitsOfPlugin } from '../../rules/limits_of_plugin.ts'
import { referenceIn } from '../../rules/reference_in.ts'
import { saveLimits } from '../../rules/save_limits.ts'
import { limitsBody } from '../../validators/api/rules.ts'

/** The numbers a rule compares with, and where they differ. */
export default class LimitsController {
  static contracts = {
    show: { about: 'The limits of a plugin, every override with its place.', answers: 'object' },
    update: {
      about: 'Sets limits for a group, a host, a check or an instance; null is the way back.',
      ...{ body: limitsBody, answers: 'object' },
    },
  } satisfies Contracts

  async show({ params }: HttpContext) {
    return { data: await limitsOfPlugin(await findPlugin(params.id)) }
  }

  async update({ params, request }: HttpContext) {
    const plugin = await findPlugin(params.id)
    const { limits, instance = null, ...given } = await bodyGiven(request, limitsBody)
    await saveLimits(plugin, { ...(await placeOf(given)), instance }, limits)
    return { data: await limitsOfPlugin(plugin) }
  }
}

async function placeOf(given: Record<string, unknown>) {
  const host = await referenceIn(given, 'host', findHost)
  const check = await referenceIn(given, 'check', findCheck)
  return {
    hostGroupId: await referenceIn(given, 'host_group', findGroupId),
    hostId: host?.id ?? null,
    checkId: check?.id ?? null,
  }
}
