/**
 * `npm run advisories`: no package in package-lock.json may have a version that .ci/advisories.json names. The list is
 * in the repository, so the check needs no network. Written in the part of TypeScript that Node runs as it is.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import semver from 'semver'
import { readDependencies, type Dependency } from './check_licences.ts'

/** A fault of a package. */
export interface Advisory {
  package: string
  /** A semver range of the versions that have it. */
  range: string
  id: string
  source: string
  why: string
}

/** A fault we live with. */
export interface AcceptedAdvisory extends Advisory {
  /** What keeps it from harming us. */
  because: string
}

/** @returns one sentence per package with a known fault */
export function knownFaults(
  dependencies: Pick<Dependency, 'name' | 'version'>[],
  advisories: Advisory[]
): string[] {
  return advisories.flatMap((advisory) =>
    dependencies
      .filter((dependency) => concerns(advisory, dependency))
      .map(
        ({ name, version }) =>
          `${name} ${version} has a known fault, ${advisory.id} (${advisory.range}): ${advisory.why}.`
      )
  )
}

/** @returns one sentence per accepted fault that no package has any more */
export function outlivedAcceptances(
  dependencies: Pick<Dependency, 'name' | 'version'>[],
  accepted: AcceptedAdvisory[]
): string[] {
  return accepted
    .filter((advisory) => !dependencies.some((dependency) => concerns(advisory, dependency)))
    .map(({ id, package: name }) => `${id} of ${name} concerns us no more: remove it.`)
}

/** @throws Error when the range cannot be read, for a range that matches nothing would hide a fault */
function concerns(advisory: Advisory, { name, version }: Pick<Dependency, 'name' | 'version'>) {
  if (semver.validRange(advisory.range) === null)
    throw new Error(`${advisory.id} has no semver range: "${advisory.range}".`)
  if (advisory.package !== name) return false
  return semver.satisfies(version, advisory.range, { includePrerelease: true })
}

if (import.meta.main) {
  const folder = fileURLToPath(new URL('../', import.meta.url))
  const { advisories, accepted } = JSON.parse(
    readFileSync(join(folder, '.ci', 'advisories.json'), 'utf8')
  ) as { advisories: Advisory[]; accepted: AcceptedAdvisory[] }
  const dependencies = readDependencies(folder)
  const faults = [
    ...knownFaults(dependencies, advisories),
    ...outlivedAcceptances(dependencies, accepted),
  ]
  for (const sentence of faults) console.error(sentence)
  for (const { id, package: name, because } of accepted)
    console.log(`Accepted: ${id} of ${name}, because ${because}.`)
  console.log(
    `${dependencies.length} packages against ${advisories.length} advisories, ${faults.length} found.`
  )
  process.exitCode = faults.length > 0 ? 1 : 0
}
