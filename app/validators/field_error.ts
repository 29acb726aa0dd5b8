import { errors } from '@vinejs/vine'

/**
 * One field that cannot be used, in the form pages flash and the API answers with 422.
 * @param message a sentence that says what to do
 */
export function fieldError(field: string, message: string) {
  return new errors.E_VALIDATION_ERROR([{ field, message, rule: 'refused' }])
}

type Checked<Checks extends Record<string, () => unknown>> = {
  [Name in keyof Checks]: Awaited<ReturnType<Checks[Name]>>
}

/**
 * Makes every check, even after one that failed, so that all wrong fields are said at once.
 * @returns what each check returned
 * @throws E_VALIDATION_ERROR with the first sentence about each wrong field
 */
export async function checkTogether<Checks extends Record<string, () => unknown>>(
  checks: Checks
): Promise<Checked<Checks>> {
  const refused = new Map<string, { field: string; message: string }>()
  const checked: Record<string, unknown> = {}
  for (const [name, check] of Object.entries(checks)) {
    try {
      checked[name] = await check()
    } catch (error) {
      if (!(error instanceof errors.E_VALIDATION_ERROR)) throw error
      for (const each of error.messages) {
        if (!refused.has(each.field)) refused.set(each.field, each)
      }
    }
  }
  if (refused.size > 0) throw new errors.E_VALIDATION_ERROR([...refused.values()])
  return checked as Checked<Checks>
}
