/** What somebody may do, least first: each role may do all that the ones before it may. */
export const ROLES = ['viewer', 'helper', 'owner'] as const
export type Role = (typeof ROLES)[number]

/** What a route asks for. `open` asks for nothing, not even for being signed in. */
export const ACCESS_LEVELS = ['open', ...ROLES] as const
export type AccessLevel = (typeof ACCESS_LEVELS)[number]

/** @returns whether somebody with this role may use a route of this level */
export function isAllowed(role: Role, level: AccessLevel): boolean {
  return ACCESS_LEVELS.indexOf(role) >= ACCESS_LEVELS.indexOf(level)
}
