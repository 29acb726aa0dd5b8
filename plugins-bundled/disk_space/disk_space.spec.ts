import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import {
  loadModule,
  loadPlugin,
  metricOf,
  recorded,
} from '../../tests/unit/plugins/plugin_folder.ts'
import type { BundledResult } from '../../tests/unit/plugins/plugin_folder.ts'

interface Mount {
  mountPoint: string
  device: string
  type: string
  readOnly: boolean
  network: boolean
}
interface Usage {
  usedPercent: number
  availableBytes: number
  sizeBytes: number
  inodesUsedPercent: number | null
}

const { parseMounts } = await loadModule<{ parseMounts(text: string): Mount[] }>(
  'disk_space',
  'parse_mounts.js'
)
const { usageOf } = await loadModule<{ usageOf(stats: object): Usage | null }>(
  'disk_space',
  'usage.js'
)
const { toResult } = await loadModule<{ toResult(readings: object[]): BundledResult }>(
  'disk_space',
  'index.js'
)

/** The line of `df` for one path, as numbers. */
async function df(option: string, path: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('df', [option, path], { env: { LC_ALL: 'C' } })
  return stdout.trim().split('\n')[1].split(/\s+/).slice(1, 5).map(Number.parseFloat)
}

const MOUNT: Mount = {
  mountPoint: '/',
  device: '8:1',
  type: 'ext4',
  readOnly: false,
  network: false,
}
const USAGE: Usage = { usedPercent: 50, availableBytes: 5, sizeBytes: 10, inodesUsedPercent: null }

test.group('Disk space', () => {
  test('agrees with df on every disk of this machine', async ({ assert }) => {
    const result = await (await loadPlugin('disk_space')).getData({}, {})
    const disks = result.metrics.flatMap(({ name, instance }) =>
      name === 'used_percent' ? [instance ?? ''] : []
    )
    assert.isNotEmpty(disks)
    for (const disk of disks) {
      const [kilobytes, , available, capacity] = await df('-Pk', disk)
      assert.approximately(Math.ceil(metricOf(result, 'used_percent', disk) ?? -1), capacity, 1)
      assert.approximately((metricOf(result, 'size_bytes', disk) ?? -1) / 1024, kilobytes, 1)
      const drift = (metricOf(result, 'available_bytes', disk) ?? -1) / 1024 - available
      assert.isBelow(Math.abs(drift), kilobytes / 100)
      const [, , , inodes] = await df('-Pi', disk)
      const inodesUsed = metricOf(result, 'inodes_used_percent', disk)
      if (inodesUsed !== undefined) assert.approximately(Math.ceil(inodesUsed), inodes, 1)
    }
    const all = disks.map((disk) => metricOf(result, 'used_percent', disk) ?? -1)
    assert.equal(result.value, Math.max(...all))
  })

  test('counts as df does: space kept for root is used by nobody and left for nobody', ({
    assert,
  }) => {
    const stats = { bsize: 4096, blocks: 1000, bfree: 200, bavail: 150, files: 0, ffree: 0 }
    assert.deepEqual(usageOf(stats), {
      usedPercent: (100 * 800) / 950,
      availableBytes: 150 * 4096,
      sizeBytes: 1000 * 4096,
      inodesUsedPercent: null,
    })
    assert.equal(usageOf({ ...stats, bavail: -20 })?.usedPercent, 100)
    assert.equal(usageOf({ ...stats, files: 400, ffree: 100 })?.inodesUsedPercent, 75)
    assert.isNull(usageOf({ ...stats, blocks: 0, bfree: 0, bavail: 0 }))
  })

  test('gives no figures but "does not answer" for a silent disk, and names it', ({ assert }) => {
    const result = toResult([
      { mount: MOUNT, usage: USAGE, forbidden: false },
      { mount: { ...MOUNT, mountPoint: '/mnt/nas' }, usage: null, forbidden: false },
      { mount: { ...MOUNT, mountPoint: '/hidden' }, usage: null, forbidden: true },
    ])
    assert.equal(result.value, 50)
    assert.equal(result.message, 'No answer from /mnt/nas. The agent may not read /hidden.')
    const silent = result.metrics.filter(({ instance }) => instance === '/mnt/nas')
    assert.deepEqual(
      silent.map(({ name, value }) => [name, value]),
      [
        ['read_only', 0],
        ['answering', 0],
      ]
    )
    assert.notInclude(JSON.stringify(result.metrics), '/hidden')
  })

  test('keeps the 64 fullest disks and the end of a long path', ({ assert }) => {
    const readings = Array.from({ length: 70 }, (_, index) => ({
      mount: { ...MOUNT, mountPoint: `/${index}/${'x'.repeat(300)}${index}` },
      usage: { ...USAGE, usedPercent: index },
      forbidden: false,
    }))
    const { metrics } = toResult(readings)
    const names = [...new Set(metrics.map(({ instance }) => instance ?? ''))]
    assert.lengthOf(names, 64)
    assert.isTrue(names[0].endsWith('x69'))
    assert.isTrue(names.every((name) => name.length === 200))
  })

  test('says why when no disk can be read', ({ assert }) => {
    assert.throws(() => toResult([]), /No file system could be read/)
  })
})

test.group('Disk space, mounts', () => {
  test('finds each real file system of a desk machine once', async ({ assert }) => {
    const mounts = parseMounts(await recorded('disk_space', 'mountinfo_desk.txt'))
    assert.deepEqual(
      mounts.map(({ mountPoint, readOnly, network }) => [mountPoint, readOnly, network]),
      [
        ['/', false, false],
        ['/boot', false, false],
        ['/boot/efi', false, false],
        ['/srv/till data', false, false],
        ['/media/photos', true, false],
        ['/mnt/nas', false, true],
        ['/mnt/cloud', false, true],
      ]
    )
  })

  test('finds the root, the volumes and the upper of two mounts in a container', async ({
    assert,
  }) => {
    const mounts = parseMounts(await recorded('disk_space', 'mountinfo_container.txt'))
    assert.deepEqual(
      mounts.map(({ mountPoint, device }) => `${mountPoint} ${device}`),
      ['/ 0:52', '/data 253:0', '/home 0:77', '/old 8:2']
    )
  })

  test('decodes spaces, tabs, line ends and backslashes', ({ assert }) => {
    const line = String.raw`9 1 8:9 / /a\040b\011c\012d\134e rw - ext4 /dev/sdx rw`
    assert.equal(parseMounts(line)[0].mountPoint, '/a b\tc\nd\\e')
  })

  test('sees a file system that the kernel has made read-only', ({ assert }) => {
    assert.isTrue(
      parseMounts('9 1 8:9 / / rw,relatime - ext4 /dev/sdx ro,errors=remount-ro')[0].readOnly
    )
    assert.isFalse(
      parseMounts('9 1 8:9 / / rw,relatime - ext4 /dev/sdx rw,errors=remount-ro')[0].readOnly
    )
  })

  test('ignores lines that are cut off', ({ assert }) => {
    assert.deepEqual(parseMounts('9 1 8:9 / / rw\n9 1\n\n'), [])
  })
})
