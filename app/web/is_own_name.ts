import { hostname } from 'node:os'
import { isIP } from 'node:net'

/** Endings that nobody can register, so no stranger's page can bear such a name. */
const LOCAL_ENDINGS = [
  'localhost',
  'local',
  'lan',
  'home',
  'internal',
  'intranet',
  'home.arpa',
  'test',
]

/**
 * A stranger's page can give its own name the address of this machine, and would then speak with us as if it were ours
 * (DNS rebinding). So only names that cannot be a stranger's are answered: numbers, names of the local network, this
 * machine's own name, and those that were set.
 * @param header of a request: a name or number, with or without a port
 * @param given further names of this Prophasis
 */
export function isOwnName(header: string | undefined, given: readonly string[]): boolean {
  const name = nameIn(header ?? '')
  if (name === null) return false
  if (isIP(name) !== 0 || !name.includes('.')) return true
  if (LOCAL_ENDINGS.some((ending) => name.endsWith(`.${ending}`))) return true
  return [hostname(), ...given].some((own) => own.toLowerCase() === name)
}

/** @returns the name in lower case, without port, brackets and closing dot; null when it is none */
function nameIn(header: string): string | null {
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_.-]+))(?::\d+)?$/i.exec(header) ?? []
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? bracketed : null
  return plain?.toLowerCase().replace(/\.$/, '') || null
}
