import type { RouteJSON } from '@adonisjs/core/types/http'
import { ACCESS_LEVELS, type AccessLevel } from './roles.ts'

/**
 * @returns the access level of a route
 * @throws Error naming the route when it has none, or more than one
 */
export function levelOfRoute(route: RouteJSON): AccessLevel {
  const levels: unknown[] = [...route.middleware.all()].flatMap((entry) =>
    'name' in entry && entry.name === 'access' && 'args' in entry ? [entry.args] : []
  )
  const level = ACCESS_LEVELS.find((known) => known === levels[0])
  if (level && levels.length === 1) return level
  throw new Error(
    `The route ${route.methods.join('|')} ${route.pattern} needs exactly one middleware.access(…) and has ${levels.length}.`
  )
}
