import { test } from '@japa/runner'
import { judge } from '../../../app/monitoring/classify/engine/judge.ts'
import { history, point, request, START } from './request.ts'

/** What a rule sees, handed back as the reason. */
function seen(expression: string, more = {}): string {
  const verdict = judge(request(`return "ok", tostring(${expression})`, more))
  return verdict.fault?.message ?? verdict.why
}

const metric = (name: string, value: number, instance?: string) => ({ name, value, instance })

test.group('What a rule says', () => {
  test('comes without characters that hide or turn others', ({ assert }) => {
    const { why } = judge(request('return "minor", "moc.\u202eelpmaxe\u200b is \u2066full\ufeff"'))
    assert.equal(why, 'moc.elpmaxe is full')
  })
})

test.group('What a rule is given', () => {
  test('arrays are oldest first and a missing number is the text none', ({ assert }) => {
    const points = [point(10), point(null, 1), point(30, 2, { message: 'fine' })]
    assert.equal(seen('table.concat(values, ",")', { points }), '10,none,30')
    assert.equal(seen('messages[#messages]', { points }), 'fine')
    assert.equal(seen('result_types[1]', { points }), 'plugin')
    assert.equal(seen('timestamps[3] - timestamps[1]', { points }), '120')
  })

  test('numbers beyond 32 bits stay what they are', ({ assert }) => {
    assert.equal(seen('values[1] + 1', { points: history(2 ** 40) }), String(2 ** 40 + 1))
    assert.equal(seen('1000 * 1000 * 1000 * 1000'), '1000000000000')
    assert.equal(seen('math.floor(2^40 + 0.5) * 2'), String(2 ** 41))
    assert.equal(seen('0xFFFFFFFF + 1'), '4294967296')
    assert.equal(seen('tonumber("3000000000") * 2'), '6000000000')
    assert.equal(seen('string.format("%d", 5e9)'), '5000000000')
    assert.equal(seen('7 // 2 .. " " .. 7 / 2'), '3 3.5')
  })

  test('metrics and instances are aligned with values', ({ assert }) => {
    const points = [
      point(1, 0, { metrics: [metric('used', 5, 'sda'), metric('gone', 1, 'sdb')] }),
      point(2, 1, { metrics: [metric('free', 9)] }),
      point(3, 2, { metrics: [metric('used', 7, 'sda'), metric('used', 8, 'sdc')] }),
    ]
    assert.equal(seen('table.concat(metrics.free, ",")', { points }), 'none,9,none')
    assert.equal(seen('metrics.used', { points }), 'nil')
    assert.equal(seen('table.concat(instances.sda.used, ",")', { points }), '5,none,7')
    assert.equal(seen('table.concat(instances.sdc.used, ",")', { points }), 'none,none,8')
    assert.equal(seen('instances.sdb', { points }), 'nil')
    const code =
      'local n = {} for name in pairs(instances) do n[#n + 1] = name end return "ok", table.concat(n, ",")'
    assert.equal(judge(request(code, { points })).why, 'sda,sdc')
  })

  test('an instance taken out of the table stays out', ({ assert }) => {
    const points = [point(1, 0, { metrics: [metric('a', 1, 'x'), metric('a', 1, 'y')] })]
    const code =
      'instances.x = nil local n = 0 for _ in pairs(instances) do n = n + 1 end return "ok", n'
    assert.equal(judge(request(code, { points })).why, '1')
  })

  test('limits_of gives the limits with those of the instance', ({ assert }) => {
    const more = { limits: { high: 90, low: 10 }, instanceLimits: { '/data': { high: 97 } } }
    assert.equal(seen('limits.high', more), '90')
    assert.equal(seen('limits_of("/data").high .. limits_of("/data").low', more), '9710')
    assert.equal(seen('limits_of("/").high', more), '90')
  })

  test('the state before is known, for the whole and per instance', ({ assert }) => {
    const more = { previousState: 'major', previousStates: { sda: 'minor' } }
    assert.equal(seen('previous_state', more), 'major')
    assert.equal(seen('previous_states.sda', more), 'minor')
    assert.equal(seen('previous_states.sdb', more), 'nil')
  })

  test('other gives the history of another plugin, or nil', ({ assert }) => {
    const others = { traffic: [point(5, 0, { metrics: [metric('rx', 3, 'eth0')] }), point(6, 1)] }
    assert.equal(seen('other("traffic").values[2]', { others }), '6')
    assert.equal(seen('other("traffic").timestamps[1]', { others }), String(START))
    assert.equal(seen('other("cpu")', { others }), 'nil')
  })

  test('arguments, host, check and now are there', ({ assert }) => {
    const more = { arguments: { path: '/var', ports: [80, 443] }, now: 1234 }
    assert.equal(seen('args.path .. args.ports[2]', more), '/var443')
    assert.equal(seen('host.name .. host.address .. host.id', more), 'web-1192.0.2.77')
    assert.equal(seen('check.name .. now', more), 'Load1234')
  })

  test('text that is not well formed arrives as the replacement character', ({ assert }) => {
    const points = [point(1, 0, { message: 'a\ud800b' })]
    assert.equal(seen('messages[1]', { points }), 'a\ufffdb')
  })
})

test.group('What a rule returns', () => {
  test('a state and a reason', ({ assert }) => {
    const verdict = judge(request('return "major", "too hot"'))
    assert.deepEqual(verdict, { state: 'major', why: 'too hot', instances: {} })
  })

  test('a table of instances, the worst of which speaks for all', ({ assert }) => {
    const verdict = judge(
      request('return { b = { "critical", "full" }, a = "ok", c = { state = "minor", why = "x" } }')
    )
    assert.equal(verdict.state, 'critical')
    assert.equal(verdict.why, 'b: full')
    assert.deepEqual(verdict.instances, {
      a: { state: 'ok', why: '' },
      b: { state: 'critical', why: 'full' },
      c: { state: 'minor', why: 'x' },
    })
  })

  test('an empty table is no verdict', ({ assert }) => {
    const { state, why, fault, instances } = judge(request('return {}'))
    assert.equal(state, 'unknown')
    assert.match(why, /^The rule returned an empty table\./)
    assert.equal(fault?.kind, 'nonsense')
    assert.deepEqual(instances, {})
  })

  test('nonsense is unknown and says what came back', ({ assert }) => {
    const { state, why, fault } = judge(request('return 7'))
    assert.equal(state, 'unknown')
    assert.equal(
      why,
      'The rule returned 7, not a state. Return one of ok, minor, major, critical, unknown.'
    )
    assert.equal(fault?.kind, 'nonsense')
  })

  test('an error names the line of the rule, inside called functions too', ({ assert }) => {
    const lines = ['local function f()', '  return values[1] + nil', 'end', 'return f()']
    const { fault } = judge(request(lines.join('\n')))
    assert.equal(fault?.line, 2)
    assert.match(fault?.message ?? '', /^The rule failed in line 2: attempt to perform arithmetic/)
    assert.equal(judge(request('\n\narrayAvg(7)')).fault?.line, 3)
  })

  test('comparing a missing number says what a missing number is', ({ assert }) => {
    const { why } = judge(request('return values[1] > 3 and "ok"', { points: [point(null)] }))
    assert.match(why, /a missing number is the text "none"/)
  })

  test('a rule that does not end says after how many steps and where', ({ assert }) => {
    const { why, fault } = judge(request('local n = 0\nwhile true do\n  n = n + 1\nend'))
    assert.match(why, /^The rule did not end: it was stopped after \d+ steps \(line [23]\)\.$/)
    assert.equal(fault?.kind, 'too_long')
  })

  test('the same request gives the same verdict, also after other rules', ({ assert }) => {
    const code = [
      'local n = {}',
      'for name, m in pairs(instances) do n[#n + 1] = name .. tostring(m) .. tostring(f) end',
      'table.sort(n, function(a, b) return a > b end)',
      'return "minor", table.concat(n, "|") .. tostring({}) .. tostring(pairs)',
    ].join('\n')
    const points = [point(1, 0, { metrics: [metric('a', 1, 'x'), metric('a', 1, 'y')] })]
    const first = judge(request(code, { points }))
    judge(request('f = 1 x = {} for i = 1, 100 do x[i] = {} end return "ok"'))
    judge(request('while true do end'))
    assert.deepEqual(judge(request(code, { points })), first)
    assert.equal(first.state, 'minor')
  })

  test('a changed rule under the same key is compiled again', ({ assert }) => {
    const rule = (code: string) => request(code, { rule: { key: 'k', code } })
    assert.equal(judge(rule('return "ok"')).state, 'ok')
    assert.equal(judge(rule('return "major"')).state, 'major')
  })
})
