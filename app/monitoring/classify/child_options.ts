import type { ForkOptions } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How a classifier process is started: an empty environment, a small heap and, once compiled, next to no rights. */
const isCompiled = import.meta.url.endsWith('.js')

export const childPath = fileURLToPath(
  new URL(`./child.${isCompiled ? 'js' : 'ts'}`, import.meta.url)
)

export function childOptions(): ForkOptions {
  return {
    env: {},
    execArgv: ['--max-old-space-size=64', '--max-semi-space-size=8', ...confinement()],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    serialization: 'json',
  }
}

/**
 * Compiled, the process may read its own code and nothing else; it can neither start programs nor write. The TypeScript
 * loader of the tests works with a thread and an addon, which that would forbid.
 */
function confinement(): string[] {
  if (!isCompiled) return [`--import=${import.meta.resolve('@poppinss/ts-exec')}`]
  return [
    '--permission',
    '--disallow-code-generation-from-strings',
    ...readablePaths().map((path) => `--allow-fs-read=${path}`),
  ]
}

function readablePaths(): string[] {
  const here = dirname(childPath)
  const require = createRequire(import.meta.url)
  const fengari = dirname(dirname(require.resolve('fengari/src/lua.js')))
  const places = [here, join(here, '../states.js'), join(here, '../../../agent/protocol')]
  const found = [...places, fengari, ...packageFiles(here), ...packageFiles(fengari)]
  return [...new Set(found.flatMap((path) => [path, realPath(path)]))]
}

/** Every package.json on the way up: the module loader asks them for the type of a file. */
function packageFiles(folder: string): string[] {
  const parent = dirname(folder)
  return [join(folder, 'package.json'), ...(parent === folder ? [] : packageFiles(parent))]
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
