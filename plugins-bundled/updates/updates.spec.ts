import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import {
  loadModule,
  loadPlugin,
  metricOf,
  recorded,
} from '../../tests/unit/plugins/plugin_folder.ts'
import type { BundledResult } from '../../tests/unit/plugins/plugin_folder.ts'

const { parseApt, parseLists } = await loadModule<{
  parseApt(text: string): { total: number; security: string[] }
  parseLists(files: string[]): { present: boolean; security: boolean }
}>('updates', 'parse_apt.js')
const { parseDnfSecurity, parseDnfCheckUpdate } = await loadModule<{
  parseDnfSecurity(text: string): string[]
  parseDnfCheckUpdate(text: string): number
}>('updates', 'parse_dnf.js')
const { toResult } = await loadModule<{
  toResult(found: object, since: Map<string, number>, now: number): BundledResult
}>('updates', 'index.js')
const { runCommand } = await loadModule<{
  runCommand(file: string, args: string[], options: object): Promise<string | null>
}>('updates', 'run_command.js')

/** What this machine offers, by another command than the plugin's: one line per package. */
async function offered(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('apt', ['list', '--upgradable'], {
    env: { ...process.env, LC_ALL: 'C' },
  })
  return stdout.split('\n').filter((line) => line.includes('[upgradable from'))
}

test.group('Updates', () => {
  test('agrees with what this machine offers, or says why it cannot tell', async ({ assert }) => {
    const plugin = await loadPlugin('updates')
    const result = await plugin.getData({}, {}).catch((error: Error) => error)
    if (result instanceof Error) {
      assert.isFalse(existsSync('/usr/bin/apt-get') && (await offered()).length > 0, result.message)
      assert.match(result.message, /^[A-Za-z].*[.:].*\w/)
      return
    }
    const lines = existsSync('/usr/bin/apt') ? await offered() : []
    assert.isAtMost(metricOf(result, 'updates_total') ?? -1, lines.length)
    const security = lines.filter((line) => line.split(' ')[0].includes('-security'))
    assert.isAtMost(result.value ?? -1, security.length)
    if (lines.length > 0) assert.isAbove(metricOf(result, 'updates_total') ?? -1, 0)
    assert.equal(metricOf(result, 'updates_security'), result.value)
    assert.equal(metricOf(result, 'reboot_required'), Number(existsSync('/run/reboot-required')))
  })

  test('reads recorded updates of Debian and Ubuntu', async ({ assert }) => {
    assert.deepEqual(parseApt(await recorded('updates', 'apt_debian12.txt')), {
      total: 6,
      security: ['curl', 'libcurl4', 'libperl5.36', 'linux-image-amd64'],
    })
    assert.deepEqual(parseApt(await recorded('updates', 'apt_ubuntu2204.txt')), {
      total: 4,
      security: ['libssl3', 'openssl'],
    })
    assert.deepEqual(parseApt('0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n'), {
      total: 0,
      security: [],
    })
  })

  test('tells whether lists were ever fetched', ({ assert }) => {
    const list = 'archive_debian-security_dists_bookworm-security_main_binary-amd64_Packages.lz4'
    assert.deepEqual(parseLists([list, 'lock']), { present: true, security: true })
    assert.deepEqual(parseLists(['archive_dists_bookworm_main_binary-amd64_Packages']), {
      present: true,
      security: false,
    })
    assert.deepEqual(parseLists(['lock', 'partial', 'auxfiles']), {
      present: false,
      security: false,
    })
  })

  test('reads recorded updates of Red Hat and Fedora', async ({ assert }) => {
    assert.deepEqual(parseDnfSecurity(await recorded('updates', 'dnf4_security.txt')), [
      'glib2',
      'kernel-core',
      'openssl',
      'openssl-libs',
    ])
    assert.deepEqual(parseDnfSecurity(await recorded('updates', 'dnf5_security.txt')), [
      'curl',
      'libcurl',
      'python3-setuptools',
    ])
    assert.equal(parseDnfCheckUpdate(await recorded('updates', 'dnf_check_update.txt')), 4)
    assert.equal(parseDnfCheckUpdate('\n'), 0)
  })

  test('counts how long the oldest security update and the restart have waited', ({ assert }) => {
    const found = {
      total: 9,
      security: ['curl', 'openssl'],
      rebootRequired: true,
      rebootSince: 900,
      listsFetchedAt: 990,
      message: '',
    }
    const result = toResult(
      found,
      new Map([
        ['curl', 700],
        ['openssl', 400],
      ]),
      1000
    )
    assert.deepEqual(Object.fromEntries(result.metrics.map(({ name, value }) => [name, value])), {
      updates_total: 9,
      updates_security: 2,
      security_age_seconds: 600,
      reboot_required: 1,
      reboot_age_seconds: 100,
      lists_age_seconds: 10,
    })
    const dnf = { ...found, rebootSince: null, listsFetchedAt: null }
    const restart = toResult(dnf, new Map([['(restart)', 250]]), 1000)
    assert.equal(metricOf(restart, 'reboot_age_seconds'), 750)
    assert.isUndefined(metricOf(restart, 'lists_age_seconds'))
  })

  test('says why a program gave no answer', async ({ assert }) => {
    const node = process.execPath
    const fails = (code: string) => runCommand(node, ['-e', code], { timeoutMs: 10_000 })
    await assert.rejects(
      () => fails('console.error("W: x\\nE: dpkg was interrupted"); process.exit(100)'),
      /E: dpkg was interrupted$/
    )
    await assert.rejects(() => fails('process.exit(3)'), /failed and did not say why/)
    await assert.rejects(
      () => runCommand(node, ['-e', 'setInterval(() => {}, 9e5)'], { timeoutMs: 50 }),
      /did not finish in time/
    )
    const complaint = /^error:/im
    await assert.rejects(
      () =>
        runCommand(node, ['-e', 'console.error("error: no database")'], {
          timeoutMs: 10_000,
          complaint,
        }),
      /error: no database$/
    )
    const two = { timeoutMs: 10_000, complaint, exitCodes: [2] }
    assert.equal(await runCommand(node, ['-e', 'console.log(7); process.exitCode = 2'], two), '7\n')
    assert.isNull(await runCommand('/no/such/program', [], { timeoutMs: 1000 }))
  })
})
