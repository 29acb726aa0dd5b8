import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { Conflict, NotFound } from '../../exceptions/refusals.ts'
import Host from '../../models/host.ts'
import { bodyOf } from '../../validators/body.ts'

/** "Run now": the core takes the request once it has seen the configuration of this moment. */
export default class RunsController {
  async store({ params, request, response }: HttpContext) {
    bodyOf(request, [])
    const host = await Host.find(params.id)
    if (!host) throw new NotFound(`There is no host ${params.id}. GET /api/v1/hosts lists them.`)
    if (host.pausedAt) throw new Conflict(`${host.name} is paused. Let it go on first.`)
    const { rows } = await db.rawQuery(REQUEST, [host.id])
    const { id, host_id, requested_at } = rows[0]
    return response.status(202).send({ data: { id: Number(id), host_id, requested_at } })
  }
}

const REQUEST = `
  INSERT INTO run_requests (host_id, revision) SELECT ?, revision FROM configuration_revision
  RETURNING id, host_id, requested_at`
