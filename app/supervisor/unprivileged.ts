import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { chownSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Trouble } from './trouble.ts'

/** `nobody`, which every system knows: PostgreSQL refuses a number without a name. */
export const NOBODY = 65534

/**
 * How a program gives up root.
 * - `as-is`: we are not root, nothing to give up
 * - `drop`: under the number of nobody
 * - `namespace`: where a parent folder lets only root in, nobody could not read the program; in a user namespace of
 *   its own it is nobody to itself, and root without any of root's powers to the files it owns
 */
export type Descent = 'as-is' | 'drop' | 'namespace'

/**
 * Chooses how to run a program that must read `paths`.
 * @throws Trouble when neither way works
 */
export function chooseDescent(paths: string[]): Descent {
  if (process.getuid?.() !== 0) return 'as-is'
  if (paths.every((path) => isOpenToAll(path))) return 'drop'
  if (spawnSync('unshare', [...NAMESPACE, 'true']).status === 0) return 'namespace'
  throw new Trouble(
    'PostgreSQL does not run as root, and this folder can be entered by root only. ' +
      'Move the project to a folder others may enter, or start it as an ordinary user.'
  )
}

/** Starts a program with no more rights than `descent` leaves it, in a process group of its own. */
export function spawnWithout(
  descent: Descent,
  command: string,
  words: string[],
  options: SpawnOptions
): ChildProcess {
  const own = { ...options, detached: true }
  if (descent === 'namespace') return spawn('unshare', [...NAMESPACE, command, ...words], own)
  if (descent === 'drop') return spawn(command, words, { ...own, uid: NOBODY, gid: NOBODY })
  return spawn(command, words, own)
}

/** Gives a folder and all in it to whom the program will be. */
export function giveTo(descent: Descent, folder: string) {
  if (descent === 'as-is') return
  const owner = descent === 'drop' ? NOBODY : 0
  if (lstatSync(folder).uid !== owner) giveAll(folder, owner)
}

const NAMESPACE = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`]

function giveAll(path: string, owner: number) {
  const stat = lstatSync(path)
  if (stat.isSymbolicLink()) return
  chownSync(path, owner, owner)
  if (stat.isDirectory()) for (const name of readdirSync(path)) giveAll(join(path, name), owner)
}

function isOpenToAll(path: string): boolean {
  const others = statSync(path).isDirectory() ? 0o005 : 0o004
  if ((statSync(path).mode & others) !== others && statSync(path).uid !== NOBODY) return false
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
  }
  return true
}
