import { test } from '@japa/runner'
import { judge } from '../../../app/monitoring/classify/engine/judge.ts'
import { request } from './request.ts'

/** @returns what the expressions evaluate to, joined by "|" */
function evaluated(...expressions: string[]): string {
  const parts = expressions.map((expression) => `show(${expression})`)
  const show =
    'local function show(...) local t = table.pack(...) for i = 1, t.n do t[i] = tostring(t[i]) end return table.concat(t, ",") end'
  const { why, fault } = judge(
    request(`${show}\nreturn "ok", table.concat({ ${parts.join(', ')} }, "|")`)
  )
  return fault?.message ?? why
}

test.group('Text in rules', () => {
  test('find gives positions and captures', ({ assert }) => {
    assert.equal(evaluated('("hello world"):find("wor")'), '7,9')
    assert.equal(evaluated('("key=val"):find("(%w+)=(%w+)")'), '1,7,key,val')
    assert.equal(evaluated('("a.b"):find(".", 1, true)'), '2,2')
    assert.equal(evaluated('("abc"):find("b", -1)', '("abc"):find("", 10)'), 'nil|nil')
    assert.equal(evaluated('("abc"):find("")', '("abc"):find("^b", 2)'), '1,0|2,2')
  })

  test('match knows classes, sets, repeats and anchors', ({ assert }) => {
    assert.equal(evaluated('("eth0: 12.5 MB"):match("%d+%.%d+")'), '12.5')
    assert.equal(evaluated('("[x]"):match("%[(.-)%]")', '("a-b"):match("[%w-]+")'), 'x|a-b')
    assert.equal(evaluated('("aaa"):match("a-$")', '("aaab"):match("^(a*)b$")'), 'aaa|aaa')
    assert.equal(evaluated('("color colour"):match("colou?r$")'), 'colour')
    assert.equal(evaluated('("THE (quick) fox"):match("%((%a+)%)")'), 'quick')
    assert.equal(evaluated('("f(a(b)c)d"):match("%b()")', '("x=x"):match("(%a)=%1")'), '(a(b)c)|x')
    assert.equal(
      evaluated('("THE quick"):match("%f[%l]%l+")', '("ab"):match("()b()")'),
      'quick|2,3'
    )
    assert.equal(evaluated('("a]b"):match("[]]")', '("x^y"):match("[x^]+")'), ']|x^')
    assert.equal(evaluated('("äöü"):match("[^a-z]+")'), 'äöü')
  })

  test('gmatch walks through all matches', ({ assert }) => {
    const walk = (s: string, p: string) =>
      `(function() local t = {} for a, b in (${s}):gmatch(${p}) do t[#t + 1] = a .. (b or "") end return table.concat(t, ";") end)()`
    assert.equal(evaluated(walk('"one two  three"', '"%a+"')), 'one;two;three')
    assert.equal(evaluated(walk('"a=1, b=2"', '"(%w+)=(%w+)"')), 'a1;b2')
    assert.equal(evaluated(walk('"abc"', '""')), ';;;')
  })

  test('gsub replaces by text, table or function', ({ assert }) => {
    assert.equal(
      evaluated('("hello"):gsub("l", "L")', '("hello"):gsub("l", "L", 1)'),
      'heLLo,2|heLlo,1'
    )
    assert.equal(evaluated('("a b"):gsub("(%w) (%w)", "%2 %1 %0 %%")'), 'b a a b %,1')
    assert.equal(evaluated('("$x $y"):gsub("%$(%w)", { x = 1 })'), '1 $y,2')
    assert.equal(
      evaluated('("abc"):gsub("%w", function(c) return c ~= "b" and c:upper() end)'),
      'AbC,3'
    )
    assert.equal(evaluated('("abc"):gsub("", "-")', '("abc"):gsub("^a", "x")'), '-a-b-c-,4|xbc,1')
  })

  test('format writes numbers and texts as asked', ({ assert }) => {
    assert.equal(evaluated('("%d|%5d|%-5d|%05d"):format(3, 42, 42, -42)'), '3|   42|42   |-0042')
    assert.equal(
      evaluated('("%.2f|%8.3f|%e|%g|%g"):format(1 / 3, 2.5, 12345.678, 1e20, 0.5)'),
      '0.33|   2.500|1.234568e+04|1e+20|0.5'
    )
    assert.equal(
      evaluated('("%s|%10s|%.2s|%q"):format("a", "b", "cde", "d\\"")'),
      'a|         b|cd|"d\\""'
    )
    assert.equal(evaluated('("%x|%X|%o|%c|%%|%+d"):format(255, 255, 8, 65, 1)'), 'ff|FF|10|A|%|+1')
    assert.equal(evaluated('("%s %s"):format({}, nil)'), 'table nil')
  })

  test('sub, byte, char, rep, reverse, len and the cases', ({ assert }) => {
    assert.equal(evaluated('("hello"):sub(2, -2)', '("hello"):sub(-3)', '("x"):sub(5)'), 'ell|llo|')
    assert.equal(evaluated('("AB"):byte(1, -1)', 'string.char(72, 105)'), '65,66|Hi')
    assert.equal(evaluated('("ab"):rep(3, "-")', '("ab"):rep(0)', '("ab"):rep(-1)'), 'ab-ab-ab||')
    assert.equal(
      evaluated('("abc"):reverse()', '#"äb"', '("aZ"):upper()', '("aZ"):lower()'),
      'cba|3|AZ|az'
    )
  })
})

test.group('Tables and numbers in rules', () => {
  test('insert and remove move what comes after', ({ assert }) => {
    const after = (change: string) =>
      `(function() local t = { 1, 2, 3 } ${change} return table.concat(t, "") end)()`
    assert.equal(
      evaluated(after('table.insert(t, 4)'), after('table.insert(t, 1, 0)')),
      '1234|0123'
    )
    assert.equal(evaluated(after('table.remove(t)'), after('table.remove(t, 1)')), '12|23')
    assert.equal(evaluated('table.remove({})', 'table.unpack({ 1, 2 })'), 'nil|1,2')
  })

  test('sort orders numbers and text, and keeps equal entries in order', ({ assert }) => {
    const sorted = (list: string, by = '') =>
      `(function() local t = ${list} table.sort(t ${by}) return table.concat(t, " ") end)()`
    assert.equal(evaluated(sorted('{ 10, 9, 2, 33, 1 }')), '1 2 9 10 33')
    assert.equal(evaluated(sorted('{ "b", "a", "B" }')), 'B a b')
    assert.equal(
      evaluated(
        sorted('{ "a2", "b1", "c2", "d1" }', ', function(x, y) return x:sub(2) < y:sub(2) end')
      ),
      'b1 d1 a2 c2'
    )
  })

  test('conversion, selection and protected calls work as in Lua', ({ assert }) => {
    assert.equal(
      evaluated('tonumber("0x1F")', 'tonumber(" 12.5 ")', 'tonumber("x")', 'tonumber("ff", 16)'),
      '31|12.5|nil|255'
    )
    assert.equal(
      evaluated('select("#", 1, nil)', 'select(2, "a", "b", "c")', 'select(-1, 1, 2)'),
      '2|b,c|2'
    )
    assert.equal(
      evaluated('pcall(error, "x", 0)', 'pcall(function() return 1, 2 end)'),
      'false,x|true,1,2'
    )
    assert.equal(
      evaluated('type(nil)', 'type(1)', 'type("")', 'type({})', 'type(type)'),
      'nil|number|string|table|function'
    )
  })

  test('mathematics is that of floats', ({ assert }) => {
    assert.equal(
      evaluated('math.floor(-1.5)', 'math.ceil(1.2)', 'math.max(1, 5, 3)', 'math.min(2, -1)'),
      '-2|2|5|-1'
    )
    assert.equal(
      evaluated('math.abs(-3)', 'math.sqrt(16)', 'math.fmod(7, 3)', '-7 % 3', '2^10'),
      '3|4|1|2|1024'
    )
    assert.equal(
      evaluated('math.log(8, 2)', 'math.huge > 1e308', 'math.type(1)', 'math.tointeger(3.5)'),
      '3|true|integer|nil'
    )
  })
})
