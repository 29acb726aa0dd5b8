/**
 * Starts a command of the application: `node ace NAME`. AdonisJS needs Node 24; under an older Node this file
 * starts itself again with the one that is installed beside the dependencies.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const pinnedNode = fileURLToPath(new URL('node_modules/node/bin/node', import.meta.url))

if (Number(process.versions.node.split('.')[0]) < 24 && existsSync(pinnedNode)) {
  const child = spawnSync(pinnedNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  process.exit(child.status ?? 1)
}

const compiled = new URL('build/bin/console.js', import.meta.url)
const isForDevelopment = process.argv[2] === 'test' || process.env.NODE_ENV === 'development'

if (existsSync(compiled) && !isForDevelopment) {
  process.env.NODE_ENV ??= 'production'
  await import(compiled.href)
} else {
  await import('@poppinss/ts-exec')
  await import('./bin/console.ts')
}
