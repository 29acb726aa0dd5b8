import { test } from '@japa/runner'
import { parseLine } from '../../../app/monitoring/agent_link/parse_line.ts'

const VALID = {
  ...{ run: 0, type: 'plugin', value: 93.5, message: 'fine', duration_ms: 12 },
  metrics: [
    { name: 'free', value: 7 },
    { name: 'used', instance: '/', value: 93 },
  ],
}
const line = (changes: object) => JSON.stringify({ ...VALID, ...changes })
const many = (count: number, make: (index: number) => object) =>
  Array.from({ length: count }, (_, index) => make(index))

/** What hostile or broken agents may send, and the words of the reason. */
const REFUSED: [name: string, text: string, reason: RegExp][] = [
  ['nothing', '', /JSON object/],
  ['half a line', line({}).slice(0, 40), /JSON object/],
  ['a list', '[1]', /JSON object/],
  ['null', 'null', /JSON object/],
  ['NaN', line({}).replace('93.5', 'NaN'), /JSON object/],
  ['an infinite number', line({}).replace('93.5', '1e999'), /value/],
  ['a number as text', line({ value: '93.5' }), /value/],
  ['no value', line({ value: undefined }), /value/],
  ['a NUL in the message', line({ message: 'a\u0000b' }), /message/],
  ['half a surrogate pair', line({}).replace('fine', '\\ud800'), /message/],
  ['a message of 5000 bytes', line({ message: 'ä'.repeat(2500) }), /message/],
  ['a message of 200 KB', line({ message: 'a'.repeat(200_000) }), /message/],
  ['no message', line({ message: undefined }), /message/],
  ['an unknown type', line({ type: 'connection_error' }), /type/],
  ['a type of every object', line({ type: 'toString' }), /type/],
  ['a negative run', line({ run: -1 }), /run/],
  ['a broken run', line({ run: 0.5 }), /run/],
  ['a run as text', line({ run: '0' }), /run/],
  ['nothing to tell', line({ value: null, message: '', metrics: [] }), /neither/],
  ['metrics as an object', line({ metrics: {} }), /metrics/],
  ['a metric twice', line({ metrics: many(2, () => ({ name: 'a', value: 1 })) }), /twice/],
  ['a metric that is null', line({ metrics: [null] }), /metrics/],
  ['a metric without a number', line({ metrics: [{ name: 'a', value: null }] }), /metrics/],
  ['a metric with NUL in its name', line({ metrics: [{ name: 'a\0', value: 1 }] }), /metrics/],
  ['a name of 201 characters', line({ metrics: [{ name: 'a'.repeat(201), value: 1 }] }), /metrics/],
  ['513 metrics', line({ metrics: many(513, (n) => ({ name: `m${n}`, value: n })) }), /512/],
  [
    '65 instances',
    line({ metrics: many(65, (n) => ({ name: 'm', instance: `i${n}`, value: n })) }),
    /64/,
  ],
  ['10 000 lists in each other', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, /deep/],
  ['metrics 10 000 deep', line({}).replace('[{', `${'['.repeat(10_000)}[{`), /deep/],
  [
    '17 lists in each other',
    line({ more: JSON.parse(`${'['.repeat(16)}${']'.repeat(16)}`) }),
    /deep/,
  ],
  ['a key twice', line({}).replace('{', '{"value":1,'), /twice/],
  ['a key twice, once in disguise', line({}).replace('{', '{"\\u0076alue":1,'), /twice/],
  ['a key twice in a metric', line({}).replace('{"name"', '{"name":"x","name"'), /twice/],
  ['the key __proto__', line({}).replace('{', '{"__proto__":{"value":1},'), /__proto__/],
  [
    'the key __proto__ in disguise',
    line({}).replace('{', String.raw`{"\u005f_proto__":1,`),
    /__proto__/,
  ],
  ['the key __proto__ in a metric', line({}).replace('[{', '[{"__proto__":1,'), /__proto__/],
]

test.group('A line of an agent', () => {
  test('is taken as it was sent when all of it is right', ({ assert }) => {
    const { run, duration_ms: durationMs, ...rest } = VALID
    assert.deepEqual(parseLine(line({})), {
      ...{ run, outcome: 'answer', answer: { ...rest, durationMs } },
    } as never)
  })

  test('may say that a package is lacking', ({ assert }) => {
    const text = '{"run":3,"type":"update-required"}'
    assert.deepEqual(parseLine(text), { run: 3, outcome: 'update-required' })
  })

  test('may carry 512 metrics of 64 instances beside the whole', ({ assert }) => {
    const metrics = many(512, (n) => ({ name: `m${n}`, value: n, instance: n < 64 ? `i${n}` : '' }))
    assert.equal(parseLine(line({ metrics })).outcome, 'answer')
  })

  for (const [name, text, reason] of REFUSED) {
    test(`is refused with a reason: ${name}`, ({ assert }) => {
      const parsed = parseLine(text)
      assert.equal(parsed.outcome, 'refused')
      assert.match((parsed as { reason: string }).reason, reason)
    })
  }

  test('may be 16 deep, and have colons and brackets in its texts', ({ assert }) => {
    const more = JSON.parse(`${'['.repeat(15)}${']'.repeat(15)}`) as unknown
    const message = 'C:\\ [[[[[[[[[[[[[[[[[ {{{ : "quoted: \\"'
    assert.equal(parseLine(line({ more, message })).outcome, 'answer')
  })

  test('changes no object of ours by a name', ({ assert }) => {
    const metrics = [{ name: '__proto__', value: 1, instance: 'constructor' }]
    assert.equal(parseLine(line({ metrics })).outcome, 'answer')
    assert.notProperty({}, 'value')
  })
})
