import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import { PackageError } from './package_error.ts'

/** What a package may be at most. Sizes in bytes. */
export interface PackageLimits {
  archiveBytes: number
  unpackedBytes: number
  /** Files and folders. */
  entries: number
  /** Unpacked divided by packed size; looked at above `ratioFromBytes` only, small packages pack well. */
  ratio: number
  ratioFromBytes: number
}

export const PACKAGE_LIMITS: PackageLimits = {
  archiveBytes: 8 * 1024 * 1024,
  unpackedBytes: 32 * 1024 * 1024,
  entries: 1000,
  ratio: 100,
  ratioFromBytes: 2 * 1024 * 1024,
}

/** One entry as the archive names it: not yet checked beyond its kind. */
export interface ArchiveEntry {
  path: string
  kind: 'file' | 'folder'
  executable: boolean
  content: Buffer
}

const FILE_TYPES = ['File', 'OldFile', 'ContiguousFile']

/** The entries of a .tar.gz, in its order. Throws a `PackageError` for anything but files and folders. */
export async function archiveEntries(
  archive: Buffer,
  limits: PackageLimits
): Promise<ArchiveEntry[]> {
  return entriesOf(await unzipped(archive, limits), limits)
}

async function unzipped(archive: Buffer, limits: PackageLimits): Promise<Buffer> {
  if (archive.length > limits.archiveBytes) throw tooLarge(limits.archiveBytes)
  const maxOutputLength = Math.min(
    limits.unpackedBytes,
    Math.max(limits.ratioFromBytes, archive.length * limits.ratio)
  )
  try {
    return await promisify(gunzip)(archive, { maxOutputLength })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLarge(maxOutputLength)
    }
    throw damaged()
  }
}

function entriesOf(tarball: Buffer, limits: PackageLimits): ArchiveEntry[] {
  if (tarball.length < 512) throw damaged()
  // The parser would unpack a second layer of compression, without our bound.
  if (tarball.readUInt16BE(0) === 0x1f8b || tarball.readUInt32BE(0) === 0x28b52ffd) {
    throw new PackageError('The package is compressed twice; pack it as a plain .tar.gz.')
  }
  const entries: ArchiveEntry[] = []
  const parser = new Parser({ strict: true, maxMetaEntrySize: 8192 })
  const problems: Error[] = []
  parser.on('error', (error: Error) => problems.push(error))
  parser.on('ignoredEntry', refuseKind)
  parser.on('entry', (entry: ReadEntry) => {
    if (entries.length === limits.entries) {
      throw new PackageError(`The package has more than ${limits.entries} files and folders.`)
    }
    entries.push(collect(entry))
  })
  parser.end(tarball)
  if (problems.length > 0) throw damaged()
  return entries
}

function collect(entry: ReadEntry): ArchiveEntry {
  const folder = entry.type === 'Directory'
  if (!folder && !FILE_TYPES.includes(entry.type)) refuseKind(entry)
  const chunks: Buffer[] = []
  const collected: ArchiveEntry = {
    path: entry.path,
    kind: folder ? 'folder' : 'file',
    executable: ((entry.mode ?? 0) & 0o111) !== 0,
    content: Buffer.alloc(0),
  }
  entry.on('data', (chunk: Buffer) => chunks.push(chunk))
  entry.on('end', () => (collected.content = Buffer.concat(chunks)))
  return collected
}

function refuseKind(entry: ReadEntry): never {
  const path = JSON.stringify(entry.path.slice(0, 200))
  throw new PackageError(`The package holds ${path}, a ${entry.type}; only files and folders may.`)
}

function damaged(): PackageError {
  return new PackageError('The package is not a .tar.gz archive, or it is damaged.')
}

function tooLarge(bytes: number): PackageError {
  const megabytes = Math.floor(bytes / (1024 * 1024))
  return new PackageError(`The package is larger than ${megabytes} MiB, packed or unpacked.`)
}
