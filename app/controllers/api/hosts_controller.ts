import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '../../exceptions/refusals.ts'
import { hostsPage } from '../../queries/hosts_page.ts'
import { type CurrentEntry, statesOfHost } from '../../queries/hosts_states.ts'
import { pageMeta, pageOf } from '../../validators/page.ts'
import { queryOf } from '../../validators/body.ts'
import { HOSTS_QUERY, hostsValidator } from '../../validators/queries.ts'

/** The machines and how they are. */
export default class HostsController {
  async index({ request }: HttpContext) {
    const { q, state, ...given } = await hostsValidator.validate(queryOf(request, HOSTS_QUERY))
    const page = pageOf(given)
    const { hosts, total } = await hostsPage({ q, state, ...page })
    return { data: hosts, meta: pageMeta(page, total) }
  }

  async show({ params, request }: HttpContext) {
    queryOf(request, [])
    const { hosts } = await hostsPage({ id: params.id, page: 1, perPage: 1 })
    if (!hosts[0])
      throw new NotFound(`There is no host ${params.id}. GET /api/v1/hosts lists them.`)
    const states = await statesOfHost(hosts[0])
    return { data: { ...hosts[0], states: states.map((entry) => withInstances(entry, states)) } }
  }
}

/** The whole also carries its instances, for readers that want a tree. */
function withInstances(entry: CurrentEntry, all: CurrentEntry[]) {
  if (entry.instance !== '') return entry
  const instances = all.filter(
    (other) =>
      other.instance !== '' &&
      other.check.id === entry.check.id &&
      other.plugin.id === entry.plugin.id
  )
  return {
    ...entry,
    instances: instances.map(({ check: _check, plugin: _plugin, ...rest }) => rest),
  }
}
