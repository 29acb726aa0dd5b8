import type { HttpContext } from '@adonisjs/core/http'
import { claimSystem } from '../../access/create_owner.ts'
import { signIn } from '../../access/session_of_person.ts'
import { NotFound } from '../../exceptions/refusals.ts'
import { checkSetupCode, currentSetupCode, forgetSetupCode } from '../../setup/setup_code.ts'
import { fieldError } from '../../validators/field_error.ts'
import { setupValidator } from '../../validators/person.ts'

/** The first page of all: whoever can read the code becomes the owner. */
export default class SetupController {
  async show({ view }: HttpContext) {
    currentSetupCode()
    return view.render('pages/setup')
  }

  async store(ctx: HttpContext) {
    const { code, ...person } = await ctx.request.validateUsing(setupValidator)
    refuseWrongCode(code, ctx)
    const owner = await claimSystem(person)
    if (!owner) throw new NotFound('Somebody else has just done the set-up. Sign in instead.')
    forgetSetupCode()
    await signIn(ctx, owner)
    return ctx.response.redirect().status(303).toPath('/')
  }
}

function refuseWrongCode(code: string, { logger }: HttpContext) {
  const verdict = checkSetupCode(code)
  if (verdict === 'right') return
  // Not the code itself: others may read the log. The window in which the program runs shows it.
  if (verdict === 'renewed') logger.warn('Five wrong set-up codes: a longer one has been made')
  const where =
    'The window in which “npm start” runs shows it, and “node ace setup:code” prints it.'
  const what =
    verdict === 'wrong'
      ? 'This is not the code.'
      : 'Five wrong codes: a new one of twelve digits has been made.'
  throw fieldError('code', `${what} ${where}`)
}
