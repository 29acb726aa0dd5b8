import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Header } from 'tar'
import { readPackage, type PackageFile } from './package.ts'
import { PackageError } from './package_error.ts'

const BLOCK_BYTES = 512
const GZIP_OS_BYTE = 9
const LEFT_OUT = /^(\..*|tests?|node_modules|__pycache__|.*\.spec\.(ts|js)|.*\.pyc)$/

/**
 * The plugin in `folder` as a package. The same files give the same bytes, whoever packs them and when:
 * order, owners, times and modes are fixed. Tests, hidden files and caches stay out.
 * Throws a `PackageError` when the agent would refuse the package.
 */
export async function packPlugin(folder: string): Promise<Buffer> {
  const archive = await packFiles(basename(resolve(folder)), await filesIn(folder, ''))
  await readPackage(archive)
  return archive
}

/** A package of `files` below the top folder `top`, unchecked. */
export async function packFiles(top: string, files: PackageFile[]): Promise<Buffer> {
  const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1))
  const blocks = sorted.flatMap((file) => fileBlocks(`${top}/${file.path}`, file))
  const tarball = Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK_BYTES)])
  const archive = await promisify(gzip)(tarball, { level: 9 })
  archive[GZIP_OS_BYTE] = 255
  return archive
}

async function filesIn(folder: string, below: string): Promise<PackageFile[]> {
  const found: PackageFile[] = []
  for (const name of await readdir(join(folder, below))) {
    if (LEFT_OUT.test(name)) continue
    const path = below === '' ? name : `${below}/${name}`
    const facts = await stat(join(folder, path))
    if (facts.isDirectory()) found.push(...(await filesIn(folder, path)))
    else found.push(await fileAt(folder, path, facts.mode))
  }
  return found
}

async function fileAt(folder: string, path: string, mode: number): Promise<PackageFile> {
  const executable = path === 'run' || (mode & 0o100) !== 0
  return { path, content: await readFile(join(folder, path)), executable }
}

function fileBlocks(path: string, { content, executable }: PackageFile): Buffer[] {
  const header = new Header({
    path,
    type: 'File',
    size: content.length,
    mode: executable ? 0o755 : 0o644,
    uid: 0,
    gid: 0,
    mtime: new Date(0),
  })
  const block = Buffer.alloc(BLOCK_BYTES)
  if (header.encode(block)) throw new PackageError(`The path "${path}" is too long to be packed.`)
  const padding = (BLOCK_BYTES - (content.length % BLOCK_BYTES)) % BLOCK_BYTES
  return [block, content, Buffer.alloc(padding)]
}
