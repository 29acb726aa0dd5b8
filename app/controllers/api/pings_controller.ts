import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { pingHost } from '../../hosts/ping_host.ts'
import Host from '../../models/host.ts'
import { notFound } from '../../saving/find.ts'

/** Is the agent there, and does it know us? */
export default class PingsController {
  static contracts = {
    store: {
      about: 'Connects to the agent now: reached, wrong_key, wrong_certificate, no_connection …',
      answers: 'object',
    },
  } satisfies Contracts

  async store({ params }: HttpContext) {
    const host = await Host.find(params.id)
    if (!host) throw notFound('hosts', params.id)
    return { data: await pingHost(host) }
  }
}
