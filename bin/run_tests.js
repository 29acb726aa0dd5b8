/** `npm test`: from a fresh clone to the totals of all suites. Runs on any Node from 20 on; options go on to Japa. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { build, fail, install, pinnedNode, root, step } from './install.js'

const CHROMIUM = '/usr/bin/chromium'
const STOP_DEADLINE_MS = 8000
const SUITES_WITHOUT_BROWSER = ['unit', 'functional', 'survival']

const options = process.argv.slice(2)
// Not the caller's: with "production", npm would leave out what the tests need.
process.env.NODE_ENV = 'test'

if (!options.some((word) => SUITES_WITHOUT_BROWSER.includes(word))) await installChromium()
await install(true)
await build()
process.exitCode = await runSuites()

async function installChromium() {
  if (existsSync(CHROMIUM)) return
  const isRootOfDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!isRootOfDebian) {
    fail(
      `The browser tests need Chromium at ${CHROMIUM}: let an administrator run "apt-get install chromium", ` +
        'or leave them out with "npm test -- unit functional survival".'
    )
  }
  process.env.DEBIAN_FRONTEND = 'noninteractive'
  await step('Reading the list of system packages', 'apt-get', ['update'])
  await step('Installing Chromium', 'apt-get', ['install', '-y', 'chromium'])
}

/** The tests get a port, a data folder and a database of their own: nothing of the user's is touched. */
async function runSuites() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'prophasis-test-data-'))
  const environment = {
    ...process.env,
    PATH: `${dirname(pinnedNode)}${delimiter}${process.env.PATH}`,
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    PROPHASIS_DATA_DIR: dataFolder,
  }
  try {
    return await run(environment)
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

/** In a process group of its own: Ctrl-C reaches us alone, and we have the tests end their database first. */
function run(env) {
  const words = ['--import=@poppinss/ts-exec', '--enable-source-maps', join(root, 'bin', 'test.ts')]
  return new Promise((resolve) => {
    const child = spawn(pinnedNode, [...words, ...options], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env,
      detached: true,
    })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(child))
    child.on('error', (error) => fail(`The tests could not be started: ${error.message}`))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

function end(child) {
  child.kill('SIGTERM')
  setTimeout(() => process.kill(-child.pid, 'SIGKILL'), STOP_DEADLINE_MS).unref()
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
