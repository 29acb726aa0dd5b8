import type { ArchiveEntry } from './archive_entries.ts'
import { PackageError } from './package_error.ts'

const SEGMENT = /^[A-Za-z0-9_.-]{1,100}$/
const LONGEST_PATH = 200

/** Refuses entries that are not all plainly inside one top folder, each of them once. */
export function refusePaths(entries: ArchiveEntry[]) {
  for (const entry of entries) {
    entry.path = entry.path.replace(/\/$/, '')
    refusePath(entry.path)
  }
  const [first] = entries
  if (!first) throw new PackageError('The package is empty.')
  refuseSecondTop(entries, first.path.split('/')[0]!)
  refuseCollisions(entries)
}

function refusePath(path: string) {
  const fine =
    path.length <= LONGEST_PATH &&
    path.split('/').every((segment) => SEGMENT.test(segment) && !segment.endsWith('.'))
  if (fine) return
  throw new PackageError(
    `The package holds the path ${JSON.stringify(path.slice(0, 200))}; paths are made of letters, digits, "_", "." and "-", inside one top folder.`
  )
}

function refuseSecondTop(entries: ArchiveEntry[], top: string) {
  const other = entries.find(
    ({ path, kind }) => path.split('/')[0] !== top || (path === top && kind === 'file')
  )
  if (!other) return
  throw new PackageError(
    `The package must hold exactly one top folder, but beside "${top}/" it has "${other.path}".`
  )
}

/** Twice the same path, also by letter case (Windows, macOS), or a file where a folder is needed. */
function refuseCollisions(entries: ArchiveEntry[]) {
  const files = new Set<string>()
  const folders = new Set<string>()
  for (const { path, kind } of entries) {
    const name = path.toLowerCase()
    const taken = kind === 'file' ? files.has(name) || folders.has(name) : files.has(name)
    const parents = parentsOf(name)
    if (taken || parents.some((parent) => files.has(parent))) {
      throw new PackageError(`The package holds "${path}" twice.`)
    }
    if (kind === 'file') files.add(name)
    else folders.add(name)
    for (const parent of parents) folders.add(parent)
  }
}

function parentsOf(path: string): string[] {
  const segments = path.split('/')
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'))
}
