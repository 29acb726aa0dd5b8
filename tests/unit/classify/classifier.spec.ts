import { fork } from 'node:child_process'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { childOptions, childPath } from '../../../app/monitoring/classify/child_options.ts'
import type { ClassifyRequest, Fault } from '../../../app/monitoring/classify/classification.ts'
import {
  type Classifier,
  type ClassifierOptions,
  startClassifier,
} from '../../../app/monitoring/classify/classifier.ts'
import { children } from './children.ts'
import { history, point, request, START } from './request.ts'

/** As long as a rule can take within its steps: making and dropping entries of a table. */
const SLOW = 'local t = {} for i = 1, 2000 do t[i] = i end while true do t[1] = nil t[1] = 1 end'
const HONEST = 'return values[#values] > 5 and "major" or "ok"'

test.group('Classifier', (group) => {
  let started: Classifier[] = []
  let faults: Fault[] = []

  function start(options: Partial<ClassifierOptions> = {}): Classifier {
    const classifier = startClassifier({ onFault: (fault) => faults.push(fault), ...options })
    started.push(classifier)
    return classifier
  }

  group.each.setup(() => {
    faults = []
    started = []
    return async () => {
      await Promise.all(started.map((classifier) => classifier.stop()))
    }
  })

  test('gives the verdicts in the order of the requests', async ({ assert }) => {
    const numbers = Array.from({ length: 450 }, (_, index) => index % 10)
    const verdicts = await start({ processes: 2 }).classify(
      numbers.map((n) => request(HONEST, { points: history(n) }))
    )
    assert.deepEqual(
      verdicts.map(({ state }) => state),
      numbers.map((n) => (n > 5 ? 'major' : 'ok'))
    )
    assert.lengthOf(faults, 0)
  })

  test('answers the same request with the same verdict each time', async ({ assert }) => {
    const asked = request('return "minor", tostring(arrayAvg(values)) .. tostring({})')
    const [first, second] = await start().classify([asked, asked])
    const [third] = await start().classify([asked])
    assert.deepEqual([second, third], [first, first])
    assert.equal(first.state, 'minor')
  })

  test('a changed rule under the same key is used from then on', async ({ assert }) => {
    const rule = (code: string) => request(code, { rule: { key: 'disk', code } })
    const running = start()
    const verdicts = await running.classify([rule('return "ok"'), rule('return "minor"')])
    const [last] = await running.classify([rule('return "major"')])
    assert.deepEqual(
      [...verdicts, last].map(({ state }) => state),
      ['ok', 'minor', 'major']
    )
  })

  test('takes changed limits and a shorter past of a remembered assignment', async ({ assert }) => {
    const code = 'return "major", #values .. ":" .. limits.high'
    const past = new Map([['1:1:1', history(1, 2, 3)]])
    const running = start({ historiesOf: async () => past })
    const asked = (index: number, size: number, high: number) =>
      request(code, {
        points: [point(index, index)],
        remembered: { own: { key: '1:1:1', size }, others: {} },
        limits: { high },
      })
    const why = async (...requests: ClassifyRequest[]) => {
      const verdicts = await running.classify(requests)
      return verdicts.map((verdict) => verdict.why)
    }
    const first = asked(3, 9, 1)
    assert.deepEqual(await why(first), ['4:1'])
    assert.deepEqual(await why({ ...first, ...{ points: [point(4, 4)], now: START + 240 } }), [
      '5:1',
    ])
    assert.deepEqual(await why(asked(5, 9, 2)), ['6:2'])
    assert.deepEqual(await why(asked(6, 2, 2)), ['2:2'])
    running.forget(['1:1:1'])
    assert.deepEqual(await why(asked(7, 9, 3)), ['4:3'])
  })

  test('knows hundreds of rules', async ({ assert }) => {
    const rules = Array.from({ length: 700 }, (_, index) => request(`return "ok", "rule ${index}"`))
    const running = start()
    await running.classify(rules)
    const verdicts = await running.classify(rules)
    assert.deepEqual(
      verdicts.map(({ why }) => why),
      rules.map((_, index) => `rule ${index}`)
    )
  })

  test('a rule that overruns is ended, after three times suspended, until released', async ({
    assert,
  }) => {
    const running = start({ limits: { deadlineMs: 5 } })
    const slow = request(SLOW, { rule: { key: 'slow', code: SLOW } })
    const verdicts = await running.classify([slow, slow, slow, slow])
    assert.deepEqual(
      verdicts.map(({ state, fault }) => [state, fault?.kind]),
      [
        ['unknown', 'too_long'],
        ['unknown', 'too_long'],
        ['unknown', 'too_long'],
        ['unknown', 'suspended'],
      ]
    )
    assert.match(verdicts[0].why, /its process was ended/)
    assert.deepEqual(
      faults.map(({ kind }) => kind),
      ['too_long', 'too_long', 'too_long', 'suspended']
    )
    running.release('slow')
    const [released] = await running.classify([slow])
    assert.equal(released.fault?.kind, 'too_long')
  })

  test('a process that gains too much memory is ended', async ({ assert }) => {
    const [verdict] = await start({ limits: { growthBytes: 1024 } }).classify([request(SLOW)])
    assert.deepEqual([verdict.state, verdict.fault?.kind], ['unknown', 'memory'])
    assert.match(verdict.why, /its process was ended/)
  })

  test('when a process is killed, all but what it was at runs again', async ({ assert }) => {
    const running = start()
    await running.classify([request(HONEST)])
    const numbers = Array.from({ length: 600 }, (_, index) => index % 10)
    const answer = running.classify(numbers.map((n) => request(HONEST, { points: history(n) })))
    for (const pid of children()) process.kill(pid, 'SIGKILL')
    const verdicts = await answer
    const lost = verdicts.filter(({ fault }) => fault)
    assert.isAtMost(lost.length, 1)
    for (const [index, { state, fault }] of verdicts.entries()) {
      if (!fault) assert.equal(state, numbers[index] > 5 ? 'major' : 'ok')
    }
    const [after] = await running.classify([request(HONEST, { points: history(9) })])
    assert.equal(after.state, 'major')
  })

  test('a process killed while idle is replaced', async ({ assert }) => {
    const running = start()
    await running.classify([request(HONEST)])
    const before = children()
    for (const pid of before) process.kill(pid, 'SIGKILL')
    const [verdict] = await running.classify([request(HONEST, { points: history(9) })])
    assert.equal(verdict.state, 'major')
    assert.notDeepEqual(children(), before)
  })

  test('a process that hangs without a word is ended and its work runs again', async ({
    assert,
  }) => {
    const running = start({ limits: { deadlineMs: 300 } })
    await running.classify([request(HONEST)])
    for (const pid of children()) process.kill(pid, 'SIGSTOP')
    const [verdict] = await running.classify([request(HONEST, { points: history(9) })])
    assert.equal(verdict.state, 'major')
  })

  test('stops after finishing what it was asked, and leaves no process', async ({ assert }) => {
    const running = start()
    const answer = running.classify([request(HONEST, { points: history(9) })])
    await running.stop()
    assert.equal((await answer)[0].state, 'major')
    assert.deepEqual(children(), [])
    await assert.rejects(() => running.classify([request(HONEST)]), /has been stopped/)
  })

  test('a process ends itself when the one that started it is gone', async ({ assert }) => {
    const child = fork(childPath, [], childOptions())
    child.send({ start: {} })
    await once(child, 'message')
    child.disconnect()
    const [code] = (await once(child, 'exit')) as [number]
    assert.equal(code, 0)
  })
})
