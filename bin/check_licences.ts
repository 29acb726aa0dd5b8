/**
 * `npm run licences`: every package that package-lock.json names, for use and for development, must be under a licence
 * of .ci/licences.json. Written in the part of TypeScript that Node runs as it is.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A package as the lock file and its own package.json describe it. */
export interface Dependency {
  name: string
  version: string
  licence: string | null
  isForDevelopment: boolean
}

export interface LicenceRules {
  allowed: string[]
  /** Licence → the only packages that may have it. */
  allowedFor: Record<string, string[]>
  /** For data that is used while building and never shipped. */
  allowedInDevelopment: string[]
  /** Packages whose package.json names no licence, with the one a person found in them. */
  notStated: Record<string, { licence: string; seen: string }>
  exactly: Record<string, { version: string; why: string }>
}

/** @returns one sentence per package that may not be used */
export function refusedLicences(dependencies: Dependency[], rules: LicenceRules): string[] {
  return dependencies.flatMap((dependency) => {
    const { name, version } = dependency
    const pinned = rules.exactly[name]
    if (pinned && pinned.version !== version)
      return [`${name} must be exactly ${pinned.version}, not ${version}: ${pinned.why}.`]
    const licence = dependency.licence ?? rules.notStated[name]?.licence
    if (!licence)
      return [
        `${name} ${version} names no licence. Read it, and enter what you found in .ci/licences.json.`,
      ]
    if (isAllowed(licence, (id) => isAllowedFor(dependency, id, rules))) return []
    return [`${name} ${version} is under "${licence}", which .ci/licences.json does not allow.`]
  })
}

/**
 * @param expression an SPDX licence expression
 * @param allows whether one licence is allowed
 * @throws Error when it cannot be read
 */
export function isAllowed(expression: string, allows: (id: string) => boolean): boolean {
  const words = expression.match(/[()]|[^\s()]+/g) ?? []
  let at = 0
  const isFine = anyOf()
  if (at < words.length) throw new Error(`"${expression}" is not a licence expression.`)
  return isFine

  function anyOf(): boolean {
    let result = allOf()
    while (words[at] === 'OR') {
      at++
      result = allOf() || result
    }
    return result
  }

  function allOf(): boolean {
    let result = one()
    while (words[at] === 'AND') {
      at++
      result = one() && result
    }
    return result
  }

  function one(): boolean {
    const word = words[at++]
    if (word === '(') {
      const result = anyOf()
      if (words[at++] !== ')') throw new Error(`"${expression}" lacks a closing bracket.`)
      return result
    }
    if (!word || /^(\)|AND|OR|WITH)$/.test(word))
      throw new Error(`"${expression}" is not a licence expression.`)
    if (words[at] !== 'WITH') return allows(word)
    at += 2
    return allows(`${word} WITH ${words[at - 1]}`)
  }
}

/** @param folder of the project; packages of other platforms are not installed, so the lock file speaks for them */
export function readDependencies(folder: string): Dependency[] {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string; license?: string; dev?: boolean }>
  }
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: locked.version,
      licence: licenceIn(join(folder, path, 'package.json')) ?? locked.license ?? null,
      isForDevelopment: locked.dev === true,
    }))
}

function isAllowedFor({ name, isForDevelopment }: Dependency, id: string, rules: LicenceRules) {
  if (rules.allowed.includes(id)) return true
  if (rules.allowedFor[id]?.includes(name)) return true
  return isForDevelopment && rules.allowedInDevelopment.includes(id)
}

/** Old packages write `{ "license": { "type": … } }` or a list of such. */
function licenceIn(path: string): string | null {
  if (!existsSync(path)) return null
  const { license, licenses } = JSON.parse(readFileSync(path, 'utf8'))
  const stated = [license ?? licenses ?? []].flat().map((each) => each?.type ?? each)
  return stated.length > 0 ? stated.join(' OR ') : null
}

if (import.meta.main) {
  const folder = fileURLToPath(new URL('../', import.meta.url))
  const rules = JSON.parse(readFileSync(join(folder, '.ci', 'licences.json'), 'utf8'))
  const dependencies = readDependencies(folder)
  const refused = refusedLicences(dependencies, rules)
  for (const sentence of refused) console.error(sentence)
  console.log(`${dependencies.length} packages, ${refused.length} under a licence not allowed.`)
  process.exitCode = refused.length > 0 ? 1 : 0
}
