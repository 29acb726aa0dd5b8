import db from '@adonisjs/lucid/services/db'

/** Which plugins run on which machines. */
export default class ChecksController {
  async index() {
    const { rows } = await db.rawQuery(CHECKS)
    return { data: rows, meta: { total: rows.length } }
  }
}

const CHECKS = `
  SELECT c.id, c.name, c.description, c.paused_at,
    (SELECT coalesce(json_agg(json_build_object('id', h.id, 'name', h.name) ORDER BY h.name), '[]')
      FROM check_hosts ch JOIN hosts h ON h.id = ch.host_id WHERE ch.check_id = c.id) AS hosts,
    (SELECT coalesce(json_agg(json_build_object('id', g.id, 'name', g.name) ORDER BY g.name), '[]')
      FROM check_host_groups cg JOIN host_groups g ON g.id = cg.host_group_id WHERE cg.check_id = c.id) AS host_groups,
    (SELECT coalesce(json_agg(json_build_object('id', p.id, 'identifier', p.identifier, 'name', p.name,
      'arguments', cp.arguments) ORDER BY p.name), '[]')
      FROM check_plugins cp JOIN plugins p ON p.id = cp.plugin_id WHERE cp.check_id = c.id) AS plugins,
    (SELECT coalesce(json_agg(json_build_object('id', s.id, 'name', s.name) ORDER BY s.name), '[]')
      FROM schedule_checks sc JOIN schedules s ON s.id = sc.schedule_id WHERE sc.check_id = c.id) AS schedules
  FROM checks c ORDER BY c.name`
