import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../agent/tests/support/agent_process.ts'
import { fileURLToPath } from 'node:url'
import { Product } from '../../tests/survival/product.ts'
import type { Report } from '../report.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const LOOK_AGAIN_MS = 20
const LONGEST_MS = 60_000

/** From `npm start` with an empty data folder, on a checkout that is installed and built, to the first stored result. */
export async function coldStart(_stage: unknown, report: Report) {
  const product = await Product.make()
  const startedAt = performance.now()
  try {
    product.process = await npmStart(product)
    while (!(await hasResult(product)) && performance.now() < startedAt + LONGEST_MS)
      await pause(LOOK_AGAIN_MS)
    const seconds = (performance.now() - startedAt) / 1000
    report.figure('cold_start_s', seconds, { hosts: 1, plugins: 6, isBatch: false }, 10)
  } finally {
    await product.stop()
    product.remove()
  }
}

async function npmStart({ folder, port }: Product) {
  const { NODE_ENV: _, ...environment } = process.env
  return spawn('npm', ['start'], {
    cwd: root,
    stdio: 'ignore',
    env: {
      ...environment,
      HOST: '127.0.0.1',
      PORT: String(port),
      PROPHASIS_DATA_DIR: folder,
      PROPHASIS_AGENT_PORT: String(await freePort()),
    },
  })
}

async function hasResult(product: Product): Promise<boolean> {
  try {
    const [found] = await product.query('SELECT FROM results LIMIT 1')
    return found !== undefined
  } catch {
    // There is no database yet, or no table in it.
    return false
  }
}
