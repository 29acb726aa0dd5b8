import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Begins the name of everything that is not finished; what a killed process left is found by it. */
export const UNFINISHED_PREFIX = '.unfinished-'

/**
 * Makes `folder` hold exactly `files`: a reader finds the old folder or the new one, never a part.
 * (Between two renames there may be none for a moment; where that matters, use a new name each time.)
 */
export async function writeFolder(
  folder: string,
  files: { path: string; content: Buffer; executable: boolean }[]
) {
  const parent = dirname(folder)
  const beside = (what: string) =>
    join(parent, `${UNFINISHED_PREFIX}${what}-${basename(folder)}-${randomUUID()}`)
  const fresh = beside('new')
  const old = beside('old')
  await mkdir(parent, { recursive: true })
  try {
    await writeFiles(fresh, files)
    await rename(folder, old).catch(ignoreMissing)
    await rename(fresh, folder)
    await syncFolder(parent)
  } finally {
    await rm(fresh, { recursive: true, force: true })
    await rm(old, { recursive: true, force: true })
  }
}

/** Puts `content` at `path`: after a power cut the old file or the new one is there. */
export async function replaceFile(path: string, content: string, mode = 0o644) {
  const fresh = join(dirname(path), `${UNFINISHED_PREFIX}${basename(path)}-${randomUUID()}`)
  try {
    await writeSynced(fresh, Buffer.from(content), mode)
    await rename(fresh, path)
    await syncFolder(dirname(path))
  } finally {
    await rm(fresh, { force: true })
  }
}

async function writeFiles(
  folder: string,
  files: { path: string; content: Buffer; executable: boolean }[]
) {
  const folders = new Set([folder])
  await mkdir(folder, { mode: 0o755 })
  for (const file of files) {
    const path = join(folder, file.path)
    await mkdir(dirname(path), { recursive: true, mode: 0o755 })
    await writeSynced(path, file.content, file.executable ? 0o755 : 0o644)
    folders.add(dirname(path))
  }
  for (const written of folders) await syncFolder(written)
}

async function writeSynced(path: string, content: Buffer, mode: number) {
  const file = await open(path, 'wx', mode)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string) {
  // Windows cannot open a folder; its renames need no sync.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function ignoreMissing(error: NodeJS.ErrnoException) {
  if (error.code !== 'ENOENT') throw error
}
