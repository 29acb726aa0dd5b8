import { appendFileSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { Assignment } from '../../../app/monitoring/configuration/configuration.ts'
import { MISS_REASONS } from '../../../app/monitoring/dispatch/outcome.ts'
import { type FileSpool, openSpool, SpoolFull } from '../../../app/monitoring/store/spool.ts'
import { assignment, outcome } from '../../support/assignments.ts'

test.group('The spool', (group) => {
  let path: string
  let spool: FileSpool
  group.each.setup(() => {
    const folder = mkdtempSync(join(tmpdir(), 'prophasis-spool-'))
    path = join(folder, 'below', 'core.jsonl')
    return async () => {
      await spool.close().catch(() => undefined)
      rmSync(folder, { recursive: true })
    }
  })

  const known = new Map([1, 2, 3].map((plugin) => [`1:1:${plugin}`, assignment({ plugin })]))
  const open = async (find: (key: string) => Assignment | undefined = (key) => known.get(key)) =>
    (spool = await openSpool(path, find))
  const at = (plugin: number, slot: number, message = '') =>
    outcome(assignment({ plugin }), slot, { message, metrics: [{ name: 'a', value: 0.1 }] })

  test('gives back what it was given, in order, also to the next core', async ({ assert }) => {
    const range = { from: 3, to: 9, count: 7 }
    const miss = { assignment: assignment(), range, reason: MISS_REASONS.late }
    await open()
    await spool.append({ outcomes: [at(1, 1, 'ö\n"'), at(2, 1)], misses: [] })
    await spool.append({ outcomes: [at(1, 2)], misses: [miss] })
    await spool.close()
    await open()
    assert.isFalse(spool.isEmpty())
    assert.deepEqual(Object.fromEntries(spool.settledSlots()), { '1:1:1': 9, '1:1:2': 1 })
    const first = await spool.read(2)
    assert.deepEqual(first, { outcomes: [at(1, 1, 'ö\n"'), at(2, 1)], misses: [] })
    assert.deepEqual(await spool.read(2), first, 'until it is dropped')
    await spool.drop()
    assert.deepEqual(await spool.read(100), { outcomes: [at(1, 2)], misses: [miss] })
    await spool.drop()
    assert.isTrue(spool.isEmpty())
    assert.equal(statSync(path).size, 0)
  })

  test('passes over a line that a kill has cut, and keeps those after it', async ({ assert }) => {
    await open()
    await spool.append({ outcomes: [at(1, 1), at(1, 2)], misses: [] })
    await spool.close()
    truncateSync(path, statSync(path).size - 10)
    await open()
    await spool.append({ outcomes: [at(1, 3)], misses: [] })
    const { outcomes } = await spool.read(100)
    assert.deepEqual(
      outcomes.map((each) => each.slot),
      [1, 3]
    )
  })

  test('reads nonsense as nothing', async ({ assert }) => {
    await open()
    await spool.close()
    appendFileSync(path, '{"key":7}\nnull\n[]\n\u0000\n{"key":"1:1:1"}\n')
    await open()
    assert.deepEqual(await spool.read(100), { outcomes: [], misses: [] })
    await spool.drop()
    assert.isTrue(spool.isEmpty())
  })

  test('leaves out what is assigned no more', async ({ assert }) => {
    await open()
    await spool.append({ outcomes: [at(1, 1), at(9, 1), at(2, 1)], misses: [] })
    const { outcomes } = await spool.read(100)
    assert.deepEqual(
      outcomes.map((each) => each.assignment.plugin.id),
      [1, 2]
    )
  })

  test('holds lines that are longer than what it reads at once', async ({ assert }) => {
    await open()
    const long = at(1, 1, 'x'.repeat(3_000_000))
    await spool.append({ outcomes: [long, at(1, 2)], misses: [] })
    assert.deepEqual((await spool.read(100)).outcomes, [long, at(1, 2)])
  })

  test('says so when it is full, and keeps nothing of what it refuses', async ({ assert }) => {
    spool = await openSpool(path, (key) => known.get(key), 100)
    await spool.append({ outcomes: [at(1, 1)], misses: [] })
    const { size } = statSync(path)
    await assert.rejects(() => spool.append({ outcomes: [at(1, 2)], misses: [] }), SpoolFull)
    assert.equal(statSync(path).size, size)
  })
})
