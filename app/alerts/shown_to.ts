import type { Role } from '../access/roles.ts'

/**
 * The address of a webhook is often all that somebody needs to write there, so options are shown to those alone who may
 * set them. Everybody sees the recipients, which name a place without its secrets.
 */
export function shownTo<Alert extends { options: Record<string, unknown> }>(
  role: Role,
  alert: Alert
): Alert {
  return role === 'owner' ? alert : { ...alert, options: {} }
}
