import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { test } from '@japa/runner'
import { loadModule } from '../../tests/unit/plugins/plugin_folder.ts'

interface Memory {
  update(
    names: string[],
    options: { nowSeconds: number; dataFolder?: string }
  ): Promise<Map<string, number>>
}

const { FirstSeen } = await loadModule<{ FirstSeen: new () => Memory }>('updates', 'first_seen.js')

test.group('Updates, first seen', (group) => {
  let dataFolder = ''
  group.each.setup(async () => {
    dataFolder = await mkdtemp(path.join(os.tmpdir(), 'first-seen-'))
    return () => rm(dataFolder, { recursive: true })
  })

  test('keeps the first time while it waits and forgets what is done', async ({ assert }) => {
    const memory = new FirstSeen()
    await memory.update(['curl'], { nowSeconds: 100 })
    const since = await memory.update(['curl', 'openssl'], { nowSeconds: 200 })
    assert.deepEqual(
      [...since],
      [
        ['curl', 100],
        ['openssl', 200],
      ]
    )
    await memory.update([], { nowSeconds: 300 })
    assert.deepEqual([...(await memory.update(['curl'], { nowSeconds: 400 }))], [['curl', 400]])
  })

  test('still knows after the agent has started again', async ({ assert }) => {
    await new FirstSeen().update(['curl', '__proto__'], { nowSeconds: 100, dataFolder })
    const since = await new FirstSeen().update(['curl', '__proto__'], {
      nowSeconds: 900,
      dataFolder,
    })
    assert.deepEqual(
      [...since],
      [
        ['curl', 100],
        ['__proto__', 100],
      ]
    )
    assert.deepEqual(await readdir(dataFolder), ['updates_first_seen.json'])
  })

  test('begins anew when the file is damaged, and never sees the future', async ({ assert }) => {
    for (const text of ['{"curl":', 'null', '{"curl":"x"}', '{"curl":99999}']) {
      await writeFile(path.join(dataFolder, 'updates_first_seen.json'), text)
      const since = await new FirstSeen().update(['curl'], { nowSeconds: 500, dataFolder })
      assert.deepEqual([...since], [['curl', 500]])
    }
  })

  test('counts on in memory when the folder cannot be written', async ({ assert }) => {
    const memory = new FirstSeen()
    const missing = path.join(dataFolder, 'gone')
    await memory.update(['curl'], { nowSeconds: 100, dataFolder: missing })
    const since = await memory.update(['curl'], { nowSeconds: 200, dataFolder: missing })
    assert.equal(since.get('curl'), 100)
  })
})
