import { test } from '@japa/runner'
import { syntaxErrorOf } from '../../../app/monitoring/classify/check_syntax.ts'

test.group('Syntax of a rule', () => {
  test('a valid rule has no error and is not run', ({ assert }) => {
    assert.isNull(syntaxErrorOf('while true do end'))
    assert.isNull(syntaxErrorOf(''))
  })

  test('an error names its line', ({ assert }) => {
    assert.equal(
      syntaxErrorOf('local x = 1\nif x = 1 then return "ok" end'),
      "The rule is not valid Lua in line 2: 'then' expected near '='."
    )
  })

  test('compiled code and rules that are too long are refused', ({ assert }) => {
    assert.match(syntaxErrorOf('\u001bLua') ?? '', /compiled code/)
    assert.match(syntaxErrorOf(`--${'x'.repeat(64 * 1024)}`) ?? '', /longer than 64 KiB/)
    assert.match(syntaxErrorOf('ä'.repeat(40_000)) ?? '', /longer than 64 KiB/)
  })

  test('thousands of conditions are refused before they are compiled', ({ assert }) => {
    assert.match(
      syntaxErrorOf(`return ${'a or '.repeat(2001)}b`) ?? '',
      /more than 2000 conditions/
    )
    assert.isNull(syntaxErrorOf(`return ${'a or '.repeat(1500)}b`))
  })
})
