import db from '@adonisjs/lucid/services/db'

/** When checks run. */
export default class SchedulesController {
  async index() {
    const { rows } = await db.rawQuery(SCHEDULES)
    return { data: rows, meta: { total: rows.length } }
  }
}

const SCHEDULES = `
  SELECT s.id, s.name, s.description, s.time_zone, s.maximum_lateness_seconds,
    (SELECT coalesce(json_agg(json_build_object('id', i.id, 'start_at', i.start_at, 'every', i.every, 'unit', i.unit)
      ORDER BY i.id), '[]') FROM intervals i WHERE i.schedule_id = s.id) AS intervals,
    (SELECT coalesce(json_agg(json_build_object('id', c.id, 'name', c.name) ORDER BY c.name), '[]')
      FROM schedule_checks sc JOIN checks c ON c.id = sc.check_id WHERE sc.schedule_id = s.id) AS checks
  FROM schedules s ORDER BY s.name`
