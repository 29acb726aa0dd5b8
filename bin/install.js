/**
 * Brings node_modules and build/ to where the checkout is. Runs on any Node from 20 on and needs nothing but npm.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../', import.meta.url))
/** AdonisJS needs Node 24; this one came with the dependencies. */
export const pinnedNode = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node'
)

const installedMark = join(root, 'node_modules', '.prophasis-installed')
const builtMark = join(root, 'build', '.prophasis-built')
const SOURCES = [
  'agent',
  'app',
  'bin',
  'commands',
  'config',
  'database',
  'plugins-bundled',
  'providers',
  'resources',
  'start',
]
const SOURCE_FILES = [
  'adonisrc.ts',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
]

/**
 * Installs exactly what package-lock.json names, unless that is there already.
 * @param {boolean} withDevelopment whether tests are to be run
 */
export async function install(withDevelopment) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const mark = existsSync(installedMark) ? readFileSync(installedMark, 'utf8') : ''
  if (mark !== `${lock} full` && (withDevelopment || mark !== `${lock} lean`)) {
    const omit = withDevelopment ? [] : ['--omit=dev']
    await step('Installing packages', npm(), [
      ...npmWords(),
      'ci',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...omit,
    ])
    writeFileSync(installedMark, `${lock} ${withDevelopment ? 'full' : 'lean'}`)
  }
  if (existsSync(pinnedNode)) return
  fail(
    'Node 24 is missing from node_modules. Delete that folder and run "npm start" again, without --ignore-scripts.'
  )
}

/** Builds, unless nothing has changed since the last build. */
export async function build() {
  const state = stateOfSources()
  if (existsSync(builtMark) && readFileSync(builtMark, 'utf8') === state) return
  await step('Building', pinnedNode, [join(root, 'bin', 'build.ts')])
  writeFileSync(builtMark, state)
}

/** @param {string} sentence what went wrong and what to do */
export function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** npm tells its children where it lies; without npm the one on the path is taken. */
function npm() {
  return process.env.npm_execpath ? process.execPath : 'npm'
}

function npmWords() {
  return process.env.npm_execpath ? [process.env.npm_execpath] : []
}

/**
 * Runs a program, keeps what it says for the case that it fails, and tells how long it takes.
 * @param {string} what
 * @param {string} command
 * @param {string[]} words
 * @returns {Promise<void>} when it has succeeded; when it fails, this process ends
 */
export function step(what, command, words) {
  return new Promise((resolve) => {
    const startedAt = Date.now()
    const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(1)
    console.log(`  ${what} …`)
    const reminder = setInterval(
      () => console.log(`  ${what}: still at it after ${seconds()} s`),
      10_000
    )
    const child = spawn(command, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
    child.on('error', (error) => fail(`${what} failed: ${error.message}`))
    child.on('close', (code) => {
      clearInterval(reminder)
      if (code !== 0) fail(`${said.slice(-4000)}\n${what} failed. ${adviceFor(said)}`)
      console.log(`  ${what}: ${seconds()} s`)
      resolve()
    })
  })
}

function adviceFor(said) {
  if (/ENOSPC/.test(said))
    return 'There is no space left on the disk: make room, then run the command again.'
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/.test(said))
    return 'npm did not reach its registry: check the network, then run the command again.'
  if (/EACCES|EPERM/.test(said))
    return 'This folder cannot be written to: give yourself the right to, then run the command again.'
  return 'The lines above say why.'
}

/** Names, sizes and times of all sources: cheaper than their content, and enough. */
function stateOfSources() {
  const hash = createHash('sha256')
  for (const name of SOURCE_FILES) add(join(root, name))
  for (const name of SOURCES) walk(join(root, name))
  return hash.digest('hex')

  function walk(folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path)
      else add(path)
    }
  }

  function add(path) {
    if (!existsSync(path)) return
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path}\0${size}\0${mtimeMs}\n`)
  }
}
