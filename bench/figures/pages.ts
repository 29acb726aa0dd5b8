import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Bench } from '../bench.ts'
import { Browser } from '../browser.ts'
import { calmHosts, nameOf } from '../fleet.ts'
import { percentile } from '../lateness.ts'
import { loadMonth } from '../load_month.ts'
import type { Report } from '../report.ts'
import type { Stage } from '../stage.ts'

const OWNER = { name: 'Anna', email: 'anna@example.test', password: 'not-a-secret-at-all-4048' }
const INTERVAL_SECONDS = 60
/** What the core has in view does not matter here, and takes long to load. */
const HISTORY = 20
const OPENED = 10
const TIMES = 5

/** How long the pages take while checks run, with thirty days of history behind them. */
export async function pages(stage: Stage, report: Report) {
  const { hosts, plugins } = stage.options
  const fleet = { hosts, plugins, isBatch: false }
  await stage.clear()
  const bench = await stage.set(fleet, INTERVAL_SECONDS, HISTORY)
  const opened = calmHosts(fleet, OPENED)
  await loadMonth(bench.pool, fleet, opened)
  const browser = new Browser(`http://127.0.0.1:${bench.product.port}`)
  await makeOwner(bench)
  await browser.signIn(OWNER.email, OWNER.password)
  const machines = (await idsOf(bench, opened)).map((id) => `/machines/${id}`)
  const kinds = {
    'the Overview': machines.map(() => '/'),
    'Machines': machines.map(() => '/machines'),
    'a machine': machines,
  }
  const all: number[] = []
  for (const [kind, paths] of Object.entries(kinds)) {
    const times = await openAll(browser, paths)
    report.note(
      `${kind}: median ${percentile(times, 50).toFixed(0)} ms, p95 ${percentile(times, 95).toFixed(0)} ms`
    )
    all.push(...times)
  }
  all.sort((a, b) => a - b)
  report.figure('page_p95_ms', percentile(all, 95), fleet, INTERVAL_SECONDS)
}

/** The first time is not counted: that is when templates are compiled. @returns milliseconds, ascending */
async function openAll(browser: Browser, paths: string[]): Promise<number[]> {
  await browser.open(paths[0])
  const times: number[] = []
  for (let time = 0; time < TIMES; time++)
    for (const path of paths) times.push((await browser.open(path)).ms)
  return times.sort((a, b) => a - b)
}

async function makeOwner({ product }: Bench) {
  const program = fileURLToPath(new URL('../../build/bin/console.js', import.meta.url))
  const words = Object.entries(OWNER).map(([name, value]) => `--${name}=${value}`)
  await promisify(execFile)(process.execPath, [program, 'owner:create', ...words], {
    env: { ...process.env, NODE_ENV: 'production', PROPHASIS_DATA_DIR: product.folder },
  })
}

async function idsOf({ pool }: Bench, hosts: number[]): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    'SELECT id FROM hosts WHERE name = ANY($1::text[])',
    [hosts.map(nameOf)]
  )
  return rows.map((row) => row.id)
}
