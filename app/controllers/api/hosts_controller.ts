import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven, queryGiven } from '../../api/given.ts'
import { deleteHost } from '../../hosts/delete_host.ts'
import { describeHost } from '../../hosts/describe_host.ts'
import { pingHost } from '../../hosts/ping_host.ts'
import { changeHost, createHost } from '../../hosts/save_host.ts'
import { hostsPage } from '../../queries/hosts_page.ts'
import { goesWithIt } from '../../saving/goes_with_it.ts'
import { pageMeta, pageOf } from '../../validators/page.ts'
import {
  consequencesQuery,
  hostBody,
  hostChanges,
  hostsQuery,
  pingQuery,
} from '../../validators/api/hosts.ts'

/** The machines and how they are. */
export default class HostsController {
  static contracts = {
    index: { about: 'Machines, worst first.', query: hostsQuery, answers: 'page' },
    show: {
      about: 'A machine, with how everything on it stands and what to do.',
      query: consequencesQuery,
      answers: 'object',
    },
    store: {
      about: 'Adds a machine; with ?ping=true the answer also says whether its agent was reached.',
      ...{ query: pingQuery, body: hostBody, answers: 'object', status: 201 },
    },
    update: { about: 'Changes a machine.', body: hostChanges, answers: 'object' },
    destroy: { about: 'Deletes a machine with its results.', answers: 'nothing' },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    const { q, state, host_group: hostGroup, ...given } = await queryGiven(request, hostsQuery)
    const page = pageOf(given)
    const { hosts, total } = await hostsPage({ q, state, hostGroup, ...page })
    return { data: hosts, meta: pageMeta(page, total) }
  }

  async show({ params, request }: HttpContext) {
    const { consequences } = await queryGiven(request, consequencesQuery)
    const host = await describeHost(params.id)
    const loss = consequences ? { goes_with_it: await goesWithIt('hosts', params.id) } : {}
    return { data: { ...host, ...loss } }
  }

  async store({ request, response }: HttpContext) {
    const { ping } = await queryGiven(request, pingQuery)
    const host = await createHost(await bodyGiven(request, hostBody))
    const pinged = ping && host.hasAgent ? { ping: await pingHost(host) } : {}
    return response.created({ data: { ...(await describeHost(host.id)), ...pinged } })
  }

  async update({ params, request }: HttpContext) {
    await changeHost(params.id, await bodyGiven(request, hostChanges))
    return { data: await describeHost(params.id) }
  }

  async destroy({ params, response }: HttpContext) {
    await deleteHost(params.id)
    return response.noContent()
  }
}
