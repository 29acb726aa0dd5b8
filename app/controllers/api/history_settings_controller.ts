import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven } from '../../api/given.ts'
import { readHistorySettings, saveHistorySettings } from '../../settings/history_settings.ts'
import { historySettingsBody, refuseShorterHours } from '../../validators/api/settings.ts'

/** How long results are kept. */
export default class HistorySettingsController {
  static contracts = {
    show: { about: 'How many days results are kept, whole and by the hour.', answers: 'object' },
    update: {
      about: 'Changes how long results are kept.',
      body: historySettingsBody,
      answers: 'object',
    },
  } satisfies Contracts

  async show() {
    return { data: await shown() }
  }

  async update({ request }: HttpContext) {
    const given = await bodyGiven(request, historySettingsBody)
    refuseShorterHours(given)
    await saveHistorySettings({ rawDays: given.raw_days, hourlyDays: given.hourly_days })
    return { data: await shown() }
  }
}

async function shown() {
  const { rawDays, hourlyDays } = await readHistorySettings()
  return { raw_days: rawDays, hourly_days: hourlyDays }
}
