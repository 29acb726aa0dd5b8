import db from '@adonisjs/lucid/services/db'
import Setting from '../models/setting.ts'
import type { Retention } from '../monitoring/history/drop_old.ts'

const KEY = 'history'
/** A month of single results, two years of hours. */
const DEFAULTS: Retention = { rawDays: 30, hourlyDays: 730 }

/** @returns how long history is kept */
export async function readHistorySettings(): Promise<Retention> {
  const { raw_days: rawDays, hourly_days: hourlyDays } = (await Setting.find(KEY))?.value ?? {}
  return {
    rawDays: typeof rawDays === 'number' ? rawDays : DEFAULTS.rawDays,
    hourlyDays: typeof hourlyDays === 'number' ? hourlyDays : DEFAULTS.hourlyDays,
  }
}

/** Takes effect when what is old is cleared away next. */
export async function saveHistorySettings({ rawDays, hourlyDays }: Retention) {
  await db.rawQuery(
    `INSERT INTO settings (key, value, updated_at) VALUES (?, ?, now())
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()`,
    [KEY, JSON.stringify({ raw_days: rawDays, hourly_days: hourlyDays })]
  )
}
