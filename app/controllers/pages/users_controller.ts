import type { HttpContext } from '@adonisjs/core/http'
import User from '../../models/user.ts'
import { renderPage } from '../../views/render_page.ts'

/** Who may sign in. */
export default class UsersController {
  async index(ctx: HttpContext) {
    const users = await User.query().orderBy('id')
    const ownId = ctx.auth.use('web').user!.id
    return renderPage(
      ctx,
      'pages/users',
      { section: 'settings', title: 'Users' },
      { users, ownId, roles: ROLE_WORDS }
    )
  }
}

const ROLE_WORDS = {
  owner: 'Owner: may do everything',
  helper: 'Helper: acts, but changes no settings',
  viewer: 'Viewer: only looks',
}
