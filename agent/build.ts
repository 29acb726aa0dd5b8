import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const SOURCE = fileURLToPath(new URL('./src/', import.meta.url))
const PACKAGE = new URL('../package.json', import.meta.url)
/** The oldest Node an agent runs on. */
const TARGET = 'node18'

/**
 * Builds the agent into `outFolder`: `prophasis-agent.js`, `runner.js` (the process its plugins run in), the
 * support for Python plugins and a `package.json` that makes Node take the two as ES modules.
 */
export async function bundleAgent(outFolder: string) {
  const { version } = JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string }
  await mkdir(outFolder, { recursive: true })
  await build({
    entryPoints: {
      'prophasis-agent': join(SOURCE, 'main.ts'),
      'runner': join(SOURCE, 'runner/runner.ts'),
    },
    outdir: outFolder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: TARGET,
    define: { PROPHASIS_AGENT_VERSION: JSON.stringify(version) },
    legalComments: 'inline',
    logLevel: 'warning',
  })
  const about = { name: 'prophasis-agent', version, type: 'module', private: true }
  await writeFile(join(outFolder, 'package.json'), `${JSON.stringify(about, null, 2)}\n`)
  await cp(join(SOURCE, 'python'), join(outFolder, 'python'), {
    recursive: true,
    filter: (path) => !path.includes('__pycache__'),
  })
}
