import { errors } from '@adonisjs/auth'
import type { HttpContext } from '@adonisjs/core/http'
import { takeForm } from '../../access/interrupted_form.ts'
import { signIn, signOut } from '../../access/session_of_person.ts'
import { limitTries } from '../../access/sign_in_limits.ts'
import User from '../../models/user.ts'
import { fieldError } from '../../validators/field_error.ts'
import { signInValidator } from '../../validators/person.ts'

/** Signing in and out. */
export default class SessionController {
  async show({ view, auth, response }: HttpContext) {
    if (auth.use('web').user) return response.redirect().toPath('/')
    return view.render('pages/login')
  }

  async store(ctx: HttpContext) {
    const { email, password } = await ctx.request.validateUsing(signInValidator)
    const tries = await limitTries(email, ctx.request.ip())
    await signIn(ctx, await personWith(email, password))
    await tries.forget()
    const form = takeForm(ctx)
    if (form) {
      ctx.session.flash(form.fields)
      ctx.session.flash('notice', 'Here is what you had typed. Look at it again, then save it.')
    }
    return ctx.response
      .redirect()
      .status(303)
      .toPath(form?.path ?? '/')
  }

  async destroy(ctx: HttpContext) {
    await signOut(ctx)
    return ctx.response.redirect().status(303).toPath('/login')
  }
}

/** The same words, after about the same time, whether the address or the password is wrong. */
async function personWith(email: string, password: string): Promise<User> {
  try {
    return await User.verifyCredentials(email.toLowerCase(), password)
  } catch (error) {
    if (!(error instanceof errors.E_INVALID_CREDENTIALS)) throw error
    throw fieldError('email', 'The e-mail address or the password is wrong.')
  }
}
