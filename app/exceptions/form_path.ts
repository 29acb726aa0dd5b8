import type { HttpContext } from '@adonisjs/core/http'
import router from '@adonisjs/core/services/router'

/** Routes whose form is on a page at another address. */
const PAGES: Record<string, string> = {
  '/account/password': '/account',
  '/alerts': '/alerts/create',
  '/alerts/:id': '/alerts/:id/edit',
}

/**
 * Known here and never read from the request: browsers may keep it to themselves, and others make it up.
 * @returns the path of the page with the form that was sent; `/` when there is none
 */
export function formPathOf({ route, params }: HttpContext): string {
  const sentTo = route?.pattern ?? '/'
  const pattern = PAGES[sentTo] ?? sentTo
  const path = pattern.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]))
  return router.match(path, 'GET', false) ? path : '/'
}
