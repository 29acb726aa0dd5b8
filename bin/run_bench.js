/** `npm run bench`: installs and builds what is missing, then measures. Runs on any Node from 20 on. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, fail, install, pinnedNode, root } from './install.js'

process.env.NODE_ENV = 'test'
await install(true)
await build()

const words = ['--import=@poppinss/ts-exec', '--enable-source-maps', join(root, 'bench', 'run.ts')]
const child = spawn(pinnedNode, [...words, ...process.argv.slice(2)], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
})
// The terminal sends Ctrl-C to both; a program that ends us sends it to us alone. The child knows a repeated signal.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => fail(`The benchmark could not be started: ${error.message}`))
child.on('exit', (code) => process.exit(code ?? 1))
