/**
 * Builds everything that `npm start` runs into build/. Written in the part of TypeScript that Node runs as it is, so
 * that it needs no development dependency.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleAgent } from '../agent/build.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const out = join(root, 'build')

rmSync(out, { recursive: true, force: true })
run('typescript/bin/tsc', '-p', 'tsconfig.build.json')
run('vite/bin/vite.js', 'build', '--logLevel', 'warn')
await bundleAgent(join(out, 'agent-bundle'))
for (const path of ['package.json', 'resources/views', 'public', 'plugins-bundled']) {
  cpSync(join(root, path), join(out, path), {
    recursive: true,
    filter: (each) => !each.endsWith('.spec.ts'),
  })
}

function run(program: string, ...words: string[]) {
  execFileSync(process.execPath, [join(root, 'node_modules', program), ...words], {
    cwd: root,
    stdio: 'inherit',
  })
}
