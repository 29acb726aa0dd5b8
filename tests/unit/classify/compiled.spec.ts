import { readFileSync } from 'node:fs'
import { getuid } from 'node:process'
import { test } from '@japa/runner'
import type { Classifier } from '../../../app/monitoring/classify/classifier.ts'
import { children } from './children.ts'
import { compiledClassifier } from './compiled.ts'
import { request } from './request.ts'

const NOBODY = 65534

test.group('Classifier as delivered', () => {
  test('has no environment, may read only its own code and is not root', async ({
    assert,
    cleanup,
  }) => {
    const { startClassifier, remove } = await compiledClassifier()
    const dropTo = getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined
    const classifier: Classifier = startClassifier({ dropTo, onFault: () => undefined })
    cleanup(async () => {
      await classifier.stop()
      remove()
    })
    const bomb = request('local t = {} for i = 1, 1e9 do t[i] = {} end')
    const verdicts = await classifier.classify([request('return "minor"'), bomb, bomb, bomb])
    assert.deepEqual(
      verdicts.map(({ state, fault }) => fault?.kind ?? state),
      ['minor', 'memory', 'memory', 'memory']
    )

    const [pid] = children()
    const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, 'utf8')
    const status = read('status')
    assert.match(read('cmdline'), /\0--permission\0/)
    assert.match(read('environ'), /^(NODE_CHANNEL_\w+=\w+\0)*$/)
    assert.isBelow(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]), 150 * 1024)
    if (!dropTo) return
    assert.match(status, /^Uid:\t65534\t65534\t65534\t65534$/m)
    assert.match(status, /^Gid:\t65534\t65534\t65534\t65534$/m)
    assert.match(status, /^Groups:\s*$/m)
    assert.match(status, /^CapEff:\t0+$/m)
  })

  test('refuses to run as root when told to', async ({ assert, cleanup }) => {
    const { startClassifier, remove } = await compiledClassifier()
    const dropTo = { uid: 0, gid: 0 }
    const classifier = startClassifier({ dropTo, onFault: () => undefined })
    cleanup(async () => {
      await classifier.stop()
      remove()
    })
    const [verdict] = await classifier.classify([request('return "ok"')])
    assert.equal(verdict.state, 'unknown')
    assert.match(verdict.why, /could not be run: The classifier must not run as root/)
  })
})
