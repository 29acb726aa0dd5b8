import encryption from '@adonisjs/core/services/encryption'
import db from '@adonisjs/lucid/services/db'
import Setting from '../models/setting.ts'
import { type MailSettings, parseMailSettings } from '../monitoring/alert/modules/email/settings.ts'
import { OptionError } from '../monitoring/alert/modules/module.ts'
import { checkTogether, fieldError } from '../validators/field_error.ts'

const KEY = 'mail'

/** What may be shown: everything but the password. */
export type ShownMailSettings = Omit<MailSettings, 'password' | 'replyTo'> & {
  reply_to?: string
  has_password: boolean
}

/** @returns how to reach the mail server, with the password; null until it is set up */
export async function readMailSettings(): Promise<MailSettings | null> {
  const setting = await Setting.find(KEY)
  if (!setting) return null
  const { encrypted_password: encrypted, ...settings } = setting.value
  const password = typeof encrypted === 'string' ? encryption.decrypt<string>(encrypted) : null
  return parseMailSettings({ ...settings, password: password ?? undefined })
}

/** @returns the settings without the password; null until they are set up */
export async function showMailSettings(): Promise<ShownMailSettings | null> {
  const setting = await Setting.find(KEY)
  if (!setting) return null
  const { encrypted_password: encrypted, ...settings } = setting.value
  const { replyTo, ...rest } = settings as unknown as MailSettings
  const shown = replyTo === undefined ? rest : { ...rest, reply_to: replyTo }
  return { ...shown, has_password: encrypted !== undefined }
}

/**
 * Replaces the settings. A user without a password keeps the one that is stored for the same user and mail server,
 * and only for that one: else it could be sent to another machine.
 * @throws E_VALIDATION_ERROR naming all wrong fields
 */
export async function saveMailSettings(given: Record<string, unknown>) {
  const { reply_to: replyTo, ...input } = given
  if (replyTo !== undefined) input.replyTo = replyTo
  const { password, ...settings } = await checked({
    ...input,
    password: await passwordFor(input),
  })
  const value = {
    ...settings,
    ...(password ? { encrypted_password: encryption.encrypt(password) } : {}),
  }
  await db.rawQuery(
    `INSERT INTO settings (key, value, updated_at) VALUES (?, ?, now())
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()`,
    [KEY, JSON.stringify(value)]
  )
}

async function passwordFor(input: Record<string, unknown>): Promise<unknown> {
  if (input.password || !input.user) return input.password
  const stored = await readMailSettings()
  const isSame = stored?.user === input.user && stored?.host === input.host
  return isSame ? stored?.password : undefined
}

/** Fields that are judged together. */
const FIELDS: (keyof MailSettings)[][] = [
  ['host'],
  ['port'],
  ['security'],
  ['from'],
  ['user', 'password'],
  ['replyTo'],
]

/** The names of all settings; the last one as it was called in 0.1.0. */
export const MAIL_FIELDS = [
  ...FIELDS.flat().filter((name) => name !== 'replyTo'),
  'reply_to',
  'replyTo',
]

/** Stands in for the other fields while one is looked at. */
const USABLE: MailSettings = { host: 'localhost', port: 25, security: 'none', from: 'a@localhost' }

/** Parsing ends at the first wrong field, so each is parsed among usable ones. */
async function checked(input: Record<string, unknown>): Promise<MailSettings> {
  await checkTogether(
    Object.fromEntries(
      FIELDS.map((names) => {
        const given = Object.fromEntries(names.map((name) => [name, input[name]]))
        return [names[0], () => parsed({ ...USABLE, ...given })]
      })
    )
  )
  return parsed(input)
}

function parsed(input: Record<string, unknown>): MailSettings {
  try {
    return parseMailSettings(input)
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    throw fieldError(error.field === 'replyTo' ? 'reply_to' : error.field, error.message)
  }
}
