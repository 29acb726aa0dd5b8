import type { HttpContext } from '@adonisjs/core/http'
import { findHost } from '../../queries/find_host.ts'
import { rows } from '../../queries/rows.ts'

/** Check again now: the core takes the request as soon as it sees it. */
export default class RunRequestController {
  async store({ params, response, session }: HttpContext) {
    const host = await findHost(params.id)
    await rows(REQUEST, { hostId: host.id })
    session.flash('notice', `${host.name} is being checked again. The page follows by itself.`)
    return response.redirect().status(303).toPath(`/machines/${host.id}`)
  }
}

/** The core listens: it takes the row at once, and finds it later should it be away. */
const REQUEST = `
  WITH request AS (
    INSERT INTO run_requests (host_id, revision) SELECT :hostId, revision FROM configuration_revision
  )
  SELECT pg_notify('run_requests', '')`
