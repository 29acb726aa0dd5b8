import { test } from '@japa/runner'
import { type AdviceFacts, fillAdvice, parseAdvice } from '../../../app/plugins/advice.ts'

const MINOR = `## minor: memory is getting tight
### What
{{ value | percent }} of the memory is in use
on {{ host.name }}.

{{ metrics.available_bytes | bytes }} are free.
### Why it matters
{{ reason }}.
### First step
Close a program:
- the biggest
- the oldest
### When to call someone
Above {{ limits.major_percent | percent }}.
`

const FACTS: AdviceFacts = {
  value: 91.4,
  message: '',
  reason: 'Seen three times in a row.',
  host: { name: 'nas' },
  metrics: { available_bytes: 6_240_000_000 },
  limits: { major_percent: 95 },
}

function minorOf(markdown: string) {
  const texts = parseAdvice(markdown).minor
  if (!texts) throw new Error('no texts for minor')
  return texts
}

test.group('Advice', () => {
  test('reads title and texts of a state and joins wrapped lines', ({ assert }) => {
    assert.deepEqual(parseAdvice(MINOR), {
      minor: {
        title: 'memory is getting tight',
        what: '{{ value | percent }} of the memory is in use on {{ host.name }}.\n\n{{ metrics.available_bytes | bytes }} are free.',
        why: '{{ reason }}.',
        firstStep: 'Close a program:\n- the biggest\n- the oldest',
        whenToCall: 'Above {{ limits.major_percent | percent }}.',
      },
    })
  })

  test('puts in live numbers and ends a sentence once', ({ assert }) => {
    const filled = fillAdvice(minorOf(MINOR), FACTS)
    assert.equal(filled.what, '91 % of the memory is in use on nas.\n\n6.2 GB are free.')
    assert.equal(filled.why, 'Seen three times in a row.')
    assert.equal(filled.whenToCall, 'Above 95 %.')
  })

  test('says "an unknown amount" for missing numbers and nothing for a missing text', ({
    assert,
  }) => {
    const facts = { ...FACTS, value: null, metrics: {}, limits: {}, reason: '' }
    const filled = fillAdvice(minorOf(MINOR.replace('on {{ host.name }}', '{{ instance }}')), facts)
    assert.equal(
      filled.what,
      'an unknown amount of the memory is in use .\n\nan unknown amount are free.'
    )
    assert.equal(filled.whenToCall, 'Above an unknown amount.')
  })

  test('leaves braces and markup inside a fact alone', ({ assert }) => {
    const facts = { ...FACTS, reason: '{{ value }} <b> $& $1' }
    assert.equal(fillAdvice(minorOf(MINOR), facts).why, '{{ value }} <b> $& $1.')
  })

  test('does not reach what every object has', ({ assert }) => {
    const texts = minorOf(MINOR.replace('metrics.available_bytes | bytes', 'metrics.constructor'))
    assert.include(fillAdvice(texts, FACTS).what, 'an unknown amount are free.')
  })

  test('reads lines that end as on Windows', ({ assert }) => {
    assert.deepEqual(parseAdvice(MINOR.replaceAll('\n', '\r\n')), parseAdvice(MINOR))
  })
})

test.group('Advice refused', () => {
  test('names what is missing: {words}')
    .with([
      { words: 'There is no section', markdown: '' },
      { words: 'before the first "## state: title"', markdown: `### What\nx\n${MINOR}` },
      { words: 'lacks the text "### First step"', markdown: MINOR.replace(/### First[^#]*/, '') },
      {
        words: 'lacks the text "### Why it matters"',
        markdown: MINOR.replace('{{ reason }}.', ''),
      },
      { words: '"## fine: x" does not begin with a state', markdown: `${MINOR}## fine: x\n` },
      { words: '"## ok: x" does not begin with a state', markdown: `${MINOR}## ok: x\n` },
      { words: 'has no title', markdown: MINOR.replace(': memory is getting tight', '') },
      { words: 'two sections for "minor"', markdown: MINOR + MINOR },
      { words: 'two texts "### What"', markdown: `${MINOR}### What\nagain\n` },
      { words: '"### Whatever" in the section "minor"', markdown: `${MINOR}### Whatever\nx\n` },
      { words: 'before its first "###"', markdown: MINOR.replace('### What', 'Loose\n### What') },
      { words: 'names nothing known', markdown: MINOR.replace('host.name', 'host.key') },
      { words: 'has no known filter', markdown: MINOR.replace('| percent', '| constructor') },
      { words: 'do not pair up', markdown: MINOR.replace('name }}', 'name') },
    ])
    .run(({ assert }, { words, markdown }) => {
      assert.throws(() => parseAdvice(markdown), new RegExp(words.replace(/[.?]/g, '\\$&')))
    })
})
