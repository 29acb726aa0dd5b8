import { test } from '@japa/runner'
import { MAX_MESSAGE_BYTES, type PluginAnswer } from '../../../agent/protocol/result.ts'
import { parseAbout } from '../../../app/monitoring/agent_link/parse_about.ts'
import { parseLine } from '../../../app/monitoring/agent_link/parse_line.ts'
import {
  parseData,
  parseUpdateRequired,
  parseVersion1,
} from '../../../app/monitoring/agent_link/parse_version1.ts'
import { SeededRandom } from '../../support/seeded_random.ts'

/** A release is tried with a million: FUZZ_CASES=1000000. */
const CASES = Number(process.env.FUZZ_CASES ?? 20_000)

const LINE =
  '{"run":0,"type":"plugin","value":93.5,"message":"fine","metrics":[{"name":"used","instance":"/","value":93}],"duration_ms":12}'
const DATA = '{"success":true,"value":20,"message":"all is well"}'
const FAILED = '{"success":false,"message":"why"}'
const REQUIRED = '{"success":true,"update-required":true}'
const ABOUT = JSON.stringify({
  ...{ protocol: 2, agent_id: 'a', agent_version: '1', platform: 'linux', os: 'Linux 6' },
  ...{ architecture: 'x64', hostname: 'web', signatures: { mode: 'off', keys: [] } },
  plugins: [{ id: 'cpu', version: 1, digest: 'a'.repeat(64) }],
})
const PIECES = [
  ...[
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '-',
    '.',
    'null',
    'true',
    'NaN',
    'Infinity',
    '1e999',
  ],
  ...[
    '-1e-999',
    '0x10',
    '1'.repeat(400),
    '\u0000',
    '\\u0000',
    '\ud800',
    '\\ud800',
    '\\udfff\\ud800',
  ],
  ...[
    '"__proto__":',
    '"constructor":{"prototype":',
    '"value":',
    '"success":',
    '"run":',
    '[[[[[[[[',
  ],
  ...['{"a":'.repeat(20), '\uFEFF', '\u2028', '\r\n', '💥'.repeat(2000), '/*', '"message":null,'],
]

/** A good answer with a few pieces replaced, sometimes on the level of bytes. */
function mutated(random: SeededRandom, good: string): string {
  let text = good
  for (let changes = random.between(1, 4); changes > 0; changes--) {
    const at = random.below(text.length + 1)
    text = text.slice(0, at) + random.oneOf(PIECES) + text.slice(at + random.below(8))
  }
  if (random.below(4) > 0) return text
  const bytes = Buffer.from(text)
  for (let changes = random.between(1, 3); changes > 0; changes--)
    bytes[random.below(bytes.length)] = random.below(256)
  return bytes.toString('utf8')
}

/** @returns why this could not be stored, or null */
function faultIn({ value, message, metrics, durationMs }: PluginAnswer): string | null {
  const isText = (text: string) => text.isWellFormed() && !text.includes('\u0000')
  if (value !== null && !Number.isFinite(value)) return 'value'
  if (!isText(message) || Buffer.byteLength(message) > MAX_MESSAGE_BYTES) return 'message'
  if (!Number.isInteger(durationMs) || durationMs < 0) return 'duration'
  const areFine = metrics.every(
    (each) =>
      Number.isFinite(each.value) && isText(each.name) && each.name && isText(each.instance ?? '')
  )
  return areFine ? null : 'metrics'
}

type Parsed = { outcome: string; answer?: PluginAnswer; reason?: string; message?: string }

/** What reads which answers. Whatever it makes of them must be one of its outcomes, and whole. */
const PARSERS: [name: string, good: string[], parse: (text: string) => Parsed][] = [
  ['a line of version 2', [LINE], parseLine],
  ['data in version 1', [DATA, FAILED], (text) => parseData(text, 12)],
  ['a version question', [REQUIRED, FAILED], parseUpdateRequired],
  ['any answer in version 1', [DATA, FAILED, REQUIRED], parseVersion1],
]

test.group('Mutated answers', () => {
  for (const [name, good, parse] of PARSERS) {
    test(`end as an answer or with a reason: ${name}`, ({ assert }) => {
      const random = new SeededRandom()
      const outcomes: Record<string, number> = {}
      for (let round = 0; round < CASES; round++) {
        const text = mutated(random, random.oneOf(good))
        const where = `seed ${random.seed}, round ${round}: ${JSON.stringify(text)}`
        try {
          const parsed = parse(text)
          outcomes[parsed.outcome] = (outcomes[parsed.outcome] ?? 0) + 1
          const fault = parsed.answer ? faultIn(parsed.answer) : null
          if (fault) assert.fail(`a bad ${fault} came through; ${where}`)
          if (parsed.outcome === 'refused' && !parsed.reason) assert.fail(`no reason; ${where}`)
        } catch (error) {
          assert.fail(`${String(error)}; ${where}`)
        }
      }
      assert.isAbove(outcomes.refused, CASES / 2, `seed ${random.seed}`)
      assert.isAbove(CASES - outcomes.refused, 0, `seed ${random.seed}`)
    }).timeout(600_000)
  }

  test('of what an agent tells of itself are taken whole or not at all', ({ assert }) => {
    const random = new SeededRandom()
    let refused = 0
    for (let round = 0; round < CASES; round++) {
      const text = mutated(random, ABOUT)
      const about = parseAbout(text)
      if (about === null) refused++
      else if (!JSON.stringify(about).isWellFormed() || about.hostname.includes('\u0000'))
        assert.fail(`seed ${random.seed}, round ${round}: ${JSON.stringify(text)}`)
    }
    assert.isAbove(refused, CASES / 2, `seed ${random.seed}`)
    assert.isNotNull(parseAbout(ABOUT))
  }).timeout(600_000)
})

test.group('An answer in version 1', () => {
  const data = (text: string) => parseData(text, 5)
  const ANSWERS: [text: string, type: string, value: number | null, message: string][] = [
    [DATA, 'plugin', 20, 'all is well'],
    ['{"success":true,"value":null,"message":"only words"}', 'plugin', null, 'only words'],
    ['{"success":true,"value":1,"message":null}', 'plugin', 1, ''],
    ['{"success":true,"value":1}', 'plugin', 1, ''],
    ['{"success":true,"message":"only words","more":[1]}', 'plugin', null, 'only words'],
    [FAILED, 'command_unsuccessful', null, 'why'],
    ['{"success":false}', 'command_unsuccessful', null, 'The agent gives no reason.'],
    ['{"success":false,"message":7}', 'command_unsuccessful', null, 'The agent gives no reason.'],
    ['{"success":false,"message":"a\\u0000\\ud800"}', 'command_unsuccessful', null, 'a��'],
  ]
  for (const [text, type, value, message] of ANSWERS) {
    test(`means ${type}: ${text}`, ({ assert }) => {
      const answer = { type, value, message, metrics: [], durationMs: 5 }
      assert.deepEqual(data(text), { outcome: 'answer', answer } as never)
    })
  }

  const REFUSED: [text: string, reason: RegExp][] = [
    ['', /JSON object/],
    ['<html>404</html>', /JSON object/],
    ['{"success":1,"value":1,"message":""}', /success/],
    ['{"value":1,"message":""}', /success/],
    ['{"success":true,"value":null,"message":""}', /neither a number nor a message/],
    ['{"success":true,"value":"20","message":""}', /value/],
    ['{"success":true,"value":true,"message":""}', /value/],
    ['{"success":true,"value":1e999,"message":""}', /value/],
    ['{"success":true,"value":NaN,"message":""}', /JSON object/],
    ['{"success":true,"value":1,"message":"\\u0000"}', /message/],
    ['{"success":true,"value":1,"message":"\\ud800"}', /message/],
    [`{"success":true,"value":1,"message":"${'a'.repeat(5000)}"}`, /message/],
    ['{"success":false,"success":true,"value":1,"message":""}', /twice/],
    ['{"success":true,"value":1,"__proto__":{}}', /__proto__/],
    [`{"success":true,"value":${'['.repeat(20)}${']'.repeat(20)}}`, /deep/],
  ]
  for (const [text, reason] of REFUSED) {
    test(`is refused with a reason: ${text.slice(0, 60)}`, ({ assert }) => {
      const parsed = data(text)
      assert.equal(parsed.outcome, 'refused')
      assert.match((parsed as { reason: string }).reason, reason)
    })
  }

  test('must say whether an update is required', ({ assert }) => {
    assert.deepEqual(parseUpdateRequired(REQUIRED), { outcome: 'known', isRequired: true })
    for (const text of ['{"success":true}', REQUIRED.replace(':true}', ':"true"}')])
      assert.equal(parseUpdateRequired(text).outcome, 'refused')
  })
})
