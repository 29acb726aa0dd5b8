import type { HttpContext } from '@adonisjs/core/http'
import Plugin from '../../models/plugin.ts'
import { queryOf } from '../../validators/body.ts'

/** What can be measured. */
export default class PluginsController {
  async index({ request }: HttpContext) {
    queryOf(request, [])
    const plugins = await Plugin.query().preload('currentVersion').orderBy('name')
    return { data: plugins.map(shown), meta: { total: plugins.length } }
  }
}

function shown({ id, identifier, name, description, isBundled, pausedAt, currentVersion }: Plugin) {
  return {
    ...{ id, identifier, name, description, is_bundled: isBundled, paused_at: pausedAt },
    version: currentVersion ? Number(currentVersion.version) : null,
    value: {
      label: currentVersion?.manifest.value_label ?? '',
      unit: currentVersion?.manifest.value_unit ?? '',
    },
    metrics: currentVersion?.manifest.metrics ?? [],
    limits: currentVersion?.manifest.limits ?? [],
  }
}
