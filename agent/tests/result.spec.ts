import { test } from '@japa/runner'
import { checkResult, cleanText } from '../protocol/check_result.ts'

test.group('Results of plugins', () => {
  test('may lack a number or a message, not both', ({ assert }) => {
    assert.deepEqual(checkResult({ value: 0 }), { value: 0, message: '', metrics: [] })
    assert.deepEqual(checkResult({ message: 'ok', value: null, metrics: null }), {
      value: null,
      message: 'ok',
      metrics: [],
    })
    assert.throws(() => checkResult({ value: null, message: '' }), /neither/)
  })

  test('are refused when a part is of the wrong kind')
    .with([
      [null, /return an object/],
      ['20', /return an object/],
      [[], /return an object/],
      [{ value: true }, /finite number, but it is true/],
      [JSON.parse('{"value":1e999}'), /finite number/],
      [{ value: 1, message: {} }, /must be a text/],
      [{ value: 1, metrics: {} }, /must be a list/],
      [{ value: 1, metrics: [1] }, /must be an object/],
      [{ value: 1, metrics: [{ name: '', value: 1 }] }, /1 to 200/],
      [{ value: 1, metrics: [{ name: 'x'.repeat(201), value: 1 }] }, /1 to 200/],
      [{ value: 1, metrics: [{ name: 'a', value: '1' }] }, /metric "a"/],
      [{ value: 1, metrics: [{ name: 'a', value: 1, instance: 5 }] }, /instance of metric "a"/],
      [
        {
          value: 1,
          metrics: [
            { name: 'a', value: 1, instance: 'b' },
            { name: 'a', value: 2, instance: 'b' },
          ],
        },
        /"a" of "b" twice/,
      ],
    ] as [unknown, RegExp][])
    .run(({ assert }, [answer, sentence]) => {
      assert.throws(() => checkResult(answer), sentence)
    })

  test('are cut to the caps', ({ assert }) => {
    const metrics = Array.from({ length: 600 }, (_, n) => {
      return { name: `m${n}`, value: n, instance: `i${n % 100}` }
    })
    const result = checkResult({ message: 'é'.repeat(4000), metrics })
    assert.equal(Buffer.byteLength(result.message), 4096)
    const instances = new Set(result.metrics.map(({ instance }) => instance))
    assert.equal(instances.size, 64)
    assert.isAtMost(result.metrics.length, 512)
  })

  test('carry no character a database cannot hold', ({ assert }) => {
    assert.equal(cleanText('a\0b\ud800c\udc00'), 'a\ufffdb\ufffdc\ufffd')
    assert.equal(cleanText('😀😀', 7), '😀\ufffd'.slice(0, 2))
    assert.equal(cleanText('plain 😀'), 'plain 😀')
  })
})
