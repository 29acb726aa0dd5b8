import type { HttpContext } from '@adonisjs/core/http'
import { resultsBetween } from '../../queries/results_between.ts'
import { findCheck, findHost, findPlugin } from '../../rules/find_by_reference.ts'
import { fieldError } from '../../validators/field_error.ts'
import { queryOf } from '../../validators/body.ts'
import { RESULTS_QUERY, resultsValidator } from '../../validators/queries.ts'
import { timeRange } from '../../validators/time_range.ts'

const LONGEST_STEP_SECONDS = 366 * 86_400

/** What was measured, raw or in steps of time. */
export default class ResultsController {
  async index({ request }: HttpContext) {
    const given = await resultsValidator.validate(queryOf(request, RESULTS_QUERY))
    const range = timeRange(given, new Date())
    const resolution = parseResolution(given.resolution)
    const host = await findHost(given.host)
    const plugin = await findPlugin(given.plugin)
    const check = given.check === undefined ? undefined : await findCheck(given.check)
    const lines = { hostId: host.id, pluginId: plugin.id, checkId: check?.id, ...namesOf(given) }
    const { points, resolutionSeconds, truncated } = await resultsBetween(lines, range, resolution)
    const about = { host: host.id, plugin: plugin.identifier, ...range }
    return { data: points, meta: { ...about, resolution: resolutionSeconds, truncated } }
  }
}

/** An empty text arrives as null and means the empty name. */
function namesOf({ instance, metric }: { instance?: string | null; metric?: string | null }) {
  return {
    instance: instance === null ? '' : instance,
    metric: metric === null ? '' : metric,
  }
}

function parseResolution(text?: string): 'auto' | 'raw' | number {
  if (text === undefined || text === 'auto') return 'auto'
  if (text === 'raw') return 'raw'
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (seconds >= 1 && seconds <= LONGEST_STEP_SECONDS) return seconds
  throw fieldError(
    'resolution',
    `"resolution" must be raw, auto, or seconds from 1 to ${LONGEST_STEP_SECONDS}.`
  )
}
