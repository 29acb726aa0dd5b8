import { spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { DISK_FULL } from '../../app/supervisor/disk_space.ts'
import { eventually } from '../support/eventually.ts'
import { buildProduct, endNow, Product } from './product.ts'

const TOLD =
  'Results could not be stored: the disk is full; make room, then it goes on by itself. Results are stored again.'

interface Health {
  status: string
  disk: { status: string; reason?: string }
}

test.group('A full disk', (group) => {
  let disk: string
  let product: Product
  group.setup(async () => {
    if (process.getuid?.() !== 0) return () => {}
    await buildProduct()
    disk = mkdtempSync(join(tmpdir(), 'prophasis-disk-'))
    run('mount', '-t', 'tmpfs', '-o', 'size=450m,mode=755', 'tmpfs', disk)
    product = await Product.make(join(disk, 'p'))
    return () => {
      for (const pid of product.processes()) endNow(pid)
      run('umount', '--lazy', disk)
      rmSync(disk, { recursive: true })
    }
  })

  async function health(): Promise<Health> {
    const answer = await fetch(`http://127.0.0.1:${product.port}/api/v1/health`)
    return (await answer.json()) as Health
  }

  const said = (words: string) => product.said.split(words).length - 1

  test('ends nothing, is named, leaves pages readable, and is over once there is space', async ({
    assert,
  }) => {
    await product.start()
    const browser = await product.setUp()
    await eventually('all is well', async () => (await health()).status === 'ok')

    fill(join(disk, 'filler'))
    await eventually('health names it', async () => (await health()).disk.reason === DISK_FULL)
    for (let n = 0; n < 20; n++) {
      const page = await browser.get('/')
      assert.equal(page.status, 200)
      assert.include(page.words, `This box is not OK ${DISK_FULL}`)
    }

    // Others take what was kept for reading, too; and an agent ends, so that there is something to write down.
    fill(join(disk, 'more'))
    const [agent] = product.processesNaming('prophasis-agent.js')
    endNow(agent)
    for (let n = 0; n < 50; n++) {
      const { status, words } = await browser.get('/settings')
      assert.isTrue(status === 200 || words.includes(DISK_FULL), `${status} ${words}`)
    }
    assert.isNull(product.process!.exitCode, product.said)

    const now = new Date()
    for (const name of ['filler', 'more']) rmSync(join(disk, name))
    await eventually('all is well again', async () => (await health()).status === 'ok', 60_000)
    await eventually('new results', async () => {
      return (await product.query('SELECT FROM results WHERE slot > $1', now)).length > 0
    })
    await eventually('System Logs tell of it, once', async () => {
      const lines = await product.query<{ message: string }>(
        `SELECT message FROM system_logs WHERE category = 'scheduler' ORDER BY id`
      )
      return lines.map((line) => line.message).join(' ') === TOLD
    })
    assert.equal(said(DISK_FULL), 1)
    assert.equal(said('There is space again.'), 1)
    await eventually('the next agent is written down', () => {
      const written = readFileSync(join(product.folder, 'run', 'children.json'), 'utf8')
      const known = (JSON.parse(written) as { pid: number }[]).map((child) => child.pid)
      return product.processesNaming('prophasis-agent.js').some((pid) => known.includes(pid))
    })
    assert.deepEqual(
      readdirSync(join(product.folder, 'run')).filter((name) => name.endsWith('.new')),
      []
    )
    assert.equal(await product.stop(), 0)
  })
    .skip(process.getuid?.() !== 0, 'Only root can mount a small disk.')
    .timeout(180_000)
})

/** Writes until nothing more fits, not even a few bytes. */
function fill(path: string) {
  const file = openSync(path, 'w')
  for (let size = 1_000_000; size >= 1; size = Math.floor(size / 10)) {
    const piece = Buffer.alloc(size, 1)
    try {
      for (;;) writeSync(file, piece)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
  closeSync(file)
}

function run(command: string, ...words: string[]) {
  const { status, stderr } = spawnSync(command, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`)
}
