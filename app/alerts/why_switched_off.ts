import type Alert from '../models/alert.ts'

/** What an alert is for, by kind. */
interface Scope {
  hosts: readonly unknown[]
  host_groups: readonly unknown[]
  services: readonly unknown[]
  checks: readonly unknown[]
  plugins: readonly unknown[]
}

/** @returns why an alert is off without anybody having switched it off, as a sentence; null when that is not so */
export function whySwitchedOff(
  { isEnabled, isRestricted, appliesTo }: Alert,
  scope: Scope
): string | null {
  if (isEnabled) return null
  const targets = [...scope.hosts, ...scope.host_groups, ...scope.services]
  if (appliesTo === 'chosen' && targets.length === 0)
    return 'What it was for has been deleted. Choose anew what it is for, or delete it.'
  if (isRestricted && scope.checks.length + scope.plugins.length === 0)
    return 'The checks and plugins it was for have been deleted. Choose others, or delete it.'
  return null
}
