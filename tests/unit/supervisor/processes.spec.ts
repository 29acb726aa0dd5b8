import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { keepRunning, spawnInGroup } from '../../../app/supervisor/child.ts'
import { keepFamily } from '../../../app/supervisor/family.ts'
import { pathsIn, prepareDataFolder } from '../../../app/supervisor/data_folder.ts'
import { lockFolder } from '../../../app/supervisor/folder_lock.ts'
import { refuseTakenPort } from '../../../app/supervisor/free_port.ts'
import { endLeftovers, rememberChildren } from '../../../app/supervisor/leftovers.ts'
import { identityOf, isRunning } from '../../../app/supervisor/process_identity.ts'
import { Trouble } from '../../../app/supervisor/trouble.ts'
import { eventually } from '../../support/eventually.ts'

let folder: string

function sleeper() {
  return spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
}

test.group('Processes', (group) => {
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'prophasis-unit-'))
    return () => rmSync(folder, { recursive: true, force: true })
  })

  test('are known by when they started, not by their number', async ({ assert }) => {
    const child = sleeper()
    const identity = identityOf(child.pid!)
    assert.isTrue(isRunning(identity))
    assert.isFalse(isRunning({ ...identity, startedAt: '1' }))
    child.kill('SIGKILL')
    await once(child, 'exit')
    assert.isFalse(isRunning(identity))
  })

  test('run for as long as one of their threads does, and may hold a port', async ({ assert }) => {
    const script = `
import ctypes, threading, time, sys
threading.Thread(target=lambda: time.sleep(600)).start()
print('ready', flush=True)
ctypes.CDLL(None).pthread_exit(0)`
    const child = spawn('python3', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] })
    await once(child.stdout, 'data')
    const identity = identityOf(child.pid!)
    const state = () => /\) (\w)/.exec(readFileSync(`/proc/${child.pid}/stat`, 'utf8'))![1]
    await eventually('its first thread has ended', () => state() === 'Z')
    assert.isTrue(isRunning(identity))
    child.kill('SIGKILL')
    await once(child, 'exit')
    assert.isFalse(isRunning(identity))
  })

  test('hold a folder alone for as long as they run', ({ assert }) => {
    const path = join(folder, 'lock')
    const lock = lockFolder(path, 'http://first')
    assert.throws(() => lockFolder(path, 'http://second'), /already runs.*http:\/\/first/)
    lock.release()
    lockFolder(path, 'http://second').release()
  })

  test('take over the folder of one that was killed, also when its number was given again', ({
    assert,
  }) => {
    const path = join(folder, 'lock')
    const dead = { ...identityOf(process.pid), startedAt: '1', address: 'http://dead' }
    for (const content of [JSON.stringify(dead), '{"pid": 12', '']) {
      writeFileSync(path, content)
      const lock = lockFolder(path, 'http://next')
      assert.equal(JSON.parse(readFileSync(path, 'utf8')).address, 'http://next')
      lock.release()
    }
  })

  test('are ended with all of their group when a killed start has left them', async ({
    assert,
  }) => {
    const script = `const child = require('node:child_process').spawn(process.execPath,
      ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      console.log(child.pid); setInterval(() => {}, 1000)`
    const leader = spawnInGroup(process.execPath, ['-e', script], { stdio: 'pipe' })
    const [said] = await once(leader.stdout!, 'data')
    const grandchild = identityOf(Number(said))
    assert.isTrue(isRunning(grandchild))
    const path = join(folder, 'children.json')
    rememberChildren(path, [leader.pid, undefined])
    assert.equal(await endLeftovers(path), 1)
    await eventually('its child is gone', () => !isRunning(grandchild))
    assert.equal(await endLeftovers(path), 0)
    assert.equal(await endLeftovers(join(folder, 'none')), 0)
  })

  test('that cannot be written down go on, and are written down later', async ({ assert }) => {
    const path = join(folder, 'run', 'children.json')
    const family = keepFamily(path)
    const child = sleeper()
    family.add(child)
    family.write()
    mkdirSync(join(folder, 'run'))
    family.write()
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), [identityOf(child.pid!)])
    child.kill('SIGKILL')
    await once(child, 'exit')
  })

  test('are started again when they end on their own, and not after a stop', async ({ assert }) => {
    const pids: number[] = []
    const start = () =>
      spawnInGroup(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    const child = keepRunning('A child', start, (fresh) => pids.push(fresh.pid!))
    process.kill(pids[0], 'SIGKILL')
    await eventually('a second one', () => pids.length === 2)
    assert.equal(child.pid, pids[1])
    const last = identityOf(pids[1])
    await child.stop(5000)
    assert.isFalse(isRunning(last))
    assert.lengthOf(pids, 2)
  })

  test('are told that a port is taken, and which one to try', async ({ assert }) => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await assert.rejects(() => refuseTakenPort('127.0.0.1', port), new RegExp(`PORT=${port + 1}`))
    const waited = refuseTakenPort('127.0.0.1', port, 20_000)
    server.close()
    await waited
    await assert.rejects(() => refuseTakenPort('192.0.2.1', port), /no such address.*127\.0\.0\.1/)
  })
})

test.group('Data folder', (group) => {
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'prophasis-unit-'))
    return () => rmSync(folder, { recursive: true, force: true })
  })

  test('is made once, with secrets that stay', ({ assert }) => {
    const path = join(folder, 'deep', 'data')
    const { applicationKey, databasePassword } = prepareDataFolder(path)
    const secrets = () =>
      [applicationKey, databasePassword].map((each) => readFileSync(each, 'utf8'))
    const first = secrets()
    prepareDataFolder(path)
    assert.deepEqual(secrets(), first)
    assert.notEqual(first[0], first[1])
  })

  test('is closed to others where it is made, and left as it is where it was there', ({
    assert,
  }) => {
    const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8)
    const own = join(folder, 'own')
    prepareDataFolder(own)
    assert.equal(mode(own), '711')
    const given = join(folder, 'given')
    mkdirSync(given)
    chmodSync(given, 0o1777)
    const { secrets, run, logs } = prepareDataFolder(given)
    assert.equal(mode(given), '1777')
    for (const each of [secrets, run, logs]) assert.equal(mode(each), '700')
  })

  test('cannot be made where a file is in the way', ({ assert }) => {
    writeFileSync(join(folder, 'file'), '')
    for (const path of ['file', 'file/data'])
      assert.throws(() => prepareDataFolder(join(folder, path)), /a file is in the way/)
  })

  test('cannot be made where nobody may write', ({ assert }) => {
    try {
      prepareDataFolder('/sys/prophasis')
      assert.fail('It was made.')
    } catch (error) {
      assert.instanceOf(error, Trouble)
      assert.match((error as Error).message, /cannot be written to.*PROPHASIS_DATA_DIR/)
    }
  })

  test('keeps its secrets below its own folder', ({ assert }) => {
    assert.equal(pathsIn('/data').setupCode, '/data/secrets/setup.code')
  })
})
