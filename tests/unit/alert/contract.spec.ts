import { test } from '@japa/runner'
import type { NotificationContent } from '../../../app/monitoring/alert/modules/module.ts'
import { ALERT_MODULES } from '../../../app/monitoring/alert/modules/registry.ts'
import { testContent } from '../../../app/monitoring/alert/modules/test_content.ts'
import { FIXTURES } from './contract_fixtures.ts'
import { assertNoSecret, keeper, named, NOW, send } from './contract_support.ts'
import { everywhere, everywhereInSummary, HIDDEN, HOSTILE } from './hostile.ts'
import { diskProblem, diskRecovery, diskSummary, mailJob } from './shop.ts'
import { thrown } from './thrown.ts'

const WAYS = FIXTURES.flatMap((fixture) =>
  Object.entries(fixture.ways).map(([way, start]) => ({ ...fixture, way, start }))
)

const HOSTILE_CONTENTS = [
  { what: 'a message', contentWith: everywhere },
  { what: 'a summary', contentWith: everywhereInSummary },
]

test.group('Every alert module', () => {
  test('has a fixture here', ({ assert }) => {
    assert.sameMembers(
      FIXTURES.map((fixture) => fixture.module),
      ALERT_MODULES.map((module) => module.name)
    )
  })

  test('has names of its own', ({ assert }) => {
    for (const key of ['name', 'label'] as const) {
      const names = ALERT_MODULES.map((module) => module[key])
      assert.lengthOf(new Set(names), names.length)
    }
  })

  test('{$self} says what it needs and what its options are')
    .with(ALERT_MODULES.map((module) => module.name))
    .run(({ assert }, name) => {
      const { label, needs, fields, missing } = named(name)
      assert.match(name, /^[a-z]+$/)
      assert.match(label, /^\S.*\S$/)
      assert.match(needs, /^[A-Z].*\.$/)
      assert.lengthOf(new Set(fields.map((field) => field.name)), fields.length)
      for (const field of fields) {
        assert.match(field.label, /^[A-Z]/)
        assert.match(field.help, /^[A-Z].*\.$/)
        assert.match(field.help, /like /i, 'an example')
        assert.equal(field.type === 'choice', field.choices !== undefined)
      }
      const missed = missing({ mail: null, now: NOW })
      if (missed !== null) assert.match(missed, /\.$/)
    })

  test('{module} keeps the options it names, and no others')
    .with(FIXTURES)
    .run(({ assert }, { module, options, others }) => {
      const { parseOptions, fields } = named(module)
      const parsed = parseOptions({ ...options, surprise: 'x', __proto__: { surprise: 'y' } })
      assert.deepEqual(parsed, options)
      assert.deepEqual(parseOptions(JSON.parse(JSON.stringify(parsed))), parsed)
      for (const given of [parsed, ...others.map(parseOptions)])
        for (const key of Object.keys(given as object))
          assert.include(
            fields.map((field) => field.name),
            key
          )
    })

  test('{module} asks for each option that is required')
    .with(FIXTURES)
    .run(({ assert }, { module, options }) => {
      const { parseOptions, fields } = named(module)
      const required = fields.filter((field) => field.isRequired)
      assert.isNotEmpty(required)
      for (const { name } of required)
        for (const empty of [undefined, null, '', '  ']) {
          const error = thrown(() => parseOptions({ ...options, [name]: empty }))
          assert.equal(error.field, name)
          assert.match(error.message, /^[A-Z“].*\.$/)
        }
      for (const nonsense of [undefined, null, 'x', 7, true, [], [[]]])
        assert.include(
          required.map((field) => field.name),
          thrown(() => parseOptions(nonsense)).field
        )
    })

  test('{module} takes no option that breaks a line or a type')
    .with(FIXTURES)
    .run(({ assert }, { module, options }) => {
      const { parseOptions, fields } = named(module)
      const bad = ['a\r\nX-Evil: 1', 'a\nb', 'a\u0000b', 'a\u2028b', 'x'.repeat(10_000)]
      for (const { name, type } of fields)
        for (const value of [...bad, { a: 1 }, 1e400, true, [['a']], () => 'a']) {
          const error = thrown(() => parseOptions({ ...options, [name]: value }))
          assert.equal(error.field, name, String(value).slice(0, 20))
          assert.notMatch(error.message, HIDDEN)
          if (type === 'secret') assert.notInclude(error.message, 'X-Evil')
          assert.isBelow(error.message.length, 300)
        }
    })

  test('{module} shows its recipients without a secret, each under one name')
    .with(FIXTURES)
    .run(({ assert }, { module, options, others, secrets }) => {
      const { parseOptions, recipientsOf } = named(module)
      const all = [options, ...others].flatMap((each) => recipientsOf(parseOptions(each)))
      assert.lengthOf(new Set(all), all.length, 'nobody is taken for somebody else')
      assertNoSecret(assert, all, secrets)
      for (const shown of all) assert.match(shown, /^\S.*\S$/)
    })

  test('{module} can tell some of its recipients only')
    .with(FIXTURES)
    .run(({ assert }, { module, options }) => {
      const { parseOptions, recipientsOf, onlyTo } = named(module)
      const parsed = parseOptions(options)
      const all = recipientsOf(parsed)
      assert.deepEqual(onlyTo(parsed, all), parsed)
      assert.deepEqual(recipientsOf(onlyTo(parsed, [all[0]])), [all[0]])
    })

  test('{module} tells of stored options that became useless')
    .with(FIXTURES)
    .run(async ({ assert }, { module }) => {
      const job = { ...mailJob(diskProblem()), options: { to: 7 } }
      const delivery = await named(module).send(job, { mail: null, now: NOW })
      assert.equal(delivery.outcome, 'refused')
    })
})

test.group('Messages of every alert module', (group) => {
  const { started, stopAll } = keeper()
  group.each.teardown(stopAll)

  for (const [kind, content, expected] of [
    ['problem', diskProblem(), [/Critical/, /shop-server: disk almost full \(98 %\)/]],
    ['recovery', diskRecovery(), [/Solved after 42 min/, /shop-server: disk almost full/]],
    [
      'summary',
      diskSummary(),
      [/Summary/, /2 troubles came and went/, /shop-server/, /disk almost full/],
    ],
    ['test', testContent('Shop floor', 'Europe/London', NOW), [/Test/, /this is a test/]],
  ] satisfies [string, NotificationContent, RegExp[]][])
    test(`a ${kind} arrives through {module} over {way}`)
      .with(WAYS)
      .run(async ({ assert }, { module, start, secrets }) => {
        const receiver = await started(start())
        const delivery = await send(named(module), receiver, content)
        assert.equal(delivery.outcome, 'sent', JSON.stringify(delivery))
        assertNoSecret(assert, delivery, secrets)
        const words = (await receiver.arrival()).texts.join('\n')
        for (const each of expected) assert.match(words, each)
      })

  for (const [index, word] of HOSTILE.entries())
    test(`hostile word ${index} adds nothing to {what} of {module} over {way}`)
      .with(WAYS.flatMap((way) => HOSTILE_CONTENTS.map((each) => ({ ...way, ...each }))))
      .run(async ({ assert }, { module, start, contentWith }) => {
        const receiver = await started(start())
        await send(named(module), receiver, contentWith('plain'))
        const plain = await receiver.arrival()
        const delivery = await send(named(module), receiver, contentWith(word))
        assert.equal(delivery.outcome, 'sent', JSON.stringify(delivery))
        const { shape, texts } = await receiver.arrival()
        assert.deepEqual(shape, plain.shape)
        assert.equal(texts.length, plain.texts.length)
        for (const text of texts) {
          assert.notMatch(text, HIDDEN)
          assert.isAtMost(text.length, 10_000)
        }
      })
})
