import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { test } from '@japa/runner'
import { logDestination } from '../../../app/web/log_destination.ts'

test.group('Log destination', () => {
  test('goes on where nothing more can be written', ({ assert }) => {
    const file = openSync('/dev/full', 'w')
    const log = logDestination(file)
    for (let n = 0; n < 3; n++) log.write('{"msg":"a line"}\n')
    closeSync(file)
    assert.doesNotThrow(() => log.write('{"msg":"after it was closed"}\n'))
  })

  test('tells of the lines that are missing once there is space', ({ assert, cleanup }) => {
    const folder = mkdtempSync(join(tmpdir(), 'prophasis-log-'))
    cleanup(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'server.log')
    const program = `
      import { logDestination } from '${new URL('../../../app/web/log_destination.ts', import.meta.url)}'
      import { closeSync, openSync } from 'node:fs'
      const log = logDestination(1)
      closeSync(1)
      openSync('/dev/full', 'w')
      log.write('lost\\n')
      log.write('lost\\n')
      closeSync(1)
      openSync('${path}', 'w')
      log.write('kept\\n')
      log.write('kept\\n')`
    const words = ['--input-type=module', '--eval', program]
    const { stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
    assert.equal(stderr, '')
    const [cut, gap, ...kept] = readFileSync(path, 'utf8').split('\n')
    assert.equal(cut, '')
    assert.include(JSON.parse(gap).msg, '2 lines before this one')
    assert.deepEqual(kept, ['kept', 'kept', ''])
  })
})
