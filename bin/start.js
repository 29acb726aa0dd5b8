/** `npm start`: from a fresh clone to the running product. Runs on any Node from 20 on. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, fail, install, pinnedNode, root } from './install.js'

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(
    `This is Node ${process.versions.node}. Install Node 20 or newer, then run "npm start" again.`
  )
}

await install(false)
await build()

const child = spawn(
  pinnedNode,
  [join(root, 'build', 'bin', 'prophasis.js'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  }
)
// The terminal sends Ctrl-C to both; a program that ends us sends it to us alone. The child knows a repeated signal.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
