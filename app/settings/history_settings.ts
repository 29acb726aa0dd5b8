import Setting from '../models/setting.ts'

const KEY = 'history'

/** How long results are kept as they are, and gathered by the hour. */
export interface HistorySettings {
  raw_days: number
  hourly_days: number
}

/** What is kept until somebody says otherwise. */
export const HISTORY_DEFAULTS: HistorySettings = { raw_days: 30, hourly_days: 730 }

export async function readHistorySettings(): Promise<HistorySettings> {
  const setting = await Setting.find(KEY)
  return { ...HISTORY_DEFAULTS, ...setting?.value }
}

export async function saveHistorySettings({ raw_days, hourly_days }: HistorySettings) {
  await Setting.updateOrCreate({ key: KEY }, { value: { raw_days, hourly_days } })
}
