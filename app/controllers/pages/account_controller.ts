import type { HttpContext } from '@adonisjs/core/http'
import { changePassword } from '../../access/change_password.ts'
import { refuseWrongPassword } from '../../access/refuse_wrong_password.ts'
import User from '../../models/user.ts'
import { accountValidator, newPasswordValidator } from '../../validators/pages/account.ts'
import { fieldError } from '../../validators/field_error.ts'
import { renderPage } from '../../views/render_page.ts'
import { keepTheme } from '../../views/theme.ts'

/** Your own name, address, password and colours. */
export default class AccountController {
  async edit(ctx: HttpContext) {
    const user = ctx.auth.use('web').user!
    return renderPage(
      ctx,
      'pages/account',
      { section: 'settings', title: 'Your account' },
      { user }
    )
  }

  async update(ctx: HttpContext) {
    const { auth, request, response, session } = ctx
    const user = auth.use('web').user!
    const { name, theme, ...given } = await request.validateUsing(accountValidator)
    const email = given.email.toLowerCase()
    if (email !== user.email.toLowerCase()) {
      await refuseMissingPassword(ctx, user, given.passwordForEmail)
      await refuseTakenAddress(email, user.id)
    }
    await user.merge({ fullName: name, email, theme }).save()
    keepTheme(response, theme)
    session.flash('notice', 'Saved.')
    return response.redirect().status(303).toPath('/account')
  }

  async updatePassword(ctx: HttpContext) {
    const given = await ctx.request.validateUsing(newPasswordValidator)
    await changePassword(ctx, ctx.auth.use('web').user!, given)
    ctx.session.flash('notice', 'The password is changed. All other devices are signed out.')
    return ctx.response.redirect().status(303).toPath('/account')
  }
}

async function refuseMissingPassword(ctx: HttpContext, user: User, password?: string) {
  const field = 'passwordForEmail'
  if (!password) {
    throw fieldError(field, 'Enter the password you use now. A new e-mail address needs it.')
  }
  await refuseWrongPassword(ctx, user, password, field)
}

async function refuseTakenAddress(email: string, ownId: number) {
  const other = await User.query().whereRaw('lower(email) = lower(?)', [email]).first()
  if (!other || other.id === ownId) return
  throw fieldError('email', 'Somebody else signs in with this address. Use another one.')
}
