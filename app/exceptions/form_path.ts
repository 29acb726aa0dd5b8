import type { HttpRequest } from '@adonisjs/core/http'

/** @returns the path of the page a form was on, never one of another site */
export function formPathOf(request: HttpRequest): string {
  const referrer = URL.parse(request.header('referer') ?? '')
  if (!referrer || referrer.host !== request.header('host')) return '/'
  return referrer.pathname.startsWith('//') ? '/' : referrer.pathname + referrer.search
}
