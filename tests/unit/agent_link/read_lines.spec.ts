import { test } from '@japa/runner'
import { AnswerTooLong, LineReader } from '../../../app/monitoring/agent_link/read_lines.ts'

/** @returns the lines of a text that arrives in pieces of so many bytes */
function linesOf(text: string, size: number, maxBytes = 100): string[] {
  const lines: string[] = []
  const reader = new LineReader(maxBytes, (line) => lines.push(line))
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
  reader.end()
  return lines
}

test.group('The lines of an answer', () => {
  for (const size of [1, 3, 1000]) {
    test(`are the same in pieces of ${size} bytes`, ({ assert }) => {
      const text = '{"ä":1}\r\n\n  €💥\nlast'
      assert.deepEqual(linesOf(text, size), ['{"ä":1}', '€💥', 'last'])
    })
  }

  test('are told as soon as they are complete', ({ assert }) => {
    const lines: string[] = []
    const reader = new LineReader(100, (line) => lines.push(line))
    reader.push(Buffer.from('one\ntw'))
    assert.deepEqual(lines, ['one'])
    reader.push(Buffer.from('o\n'))
    assert.deepEqual(lines, ['one', 'two'])
  })

  test('end at the limit, however they come', ({ assert }) => {
    assert.deepEqual(linesOf('a'.repeat(100), 7), ['a'.repeat(100)])
    for (const text of ['a'.repeat(101), '\n'.repeat(101)])
      for (const size of [1, 1000]) assert.throws(() => linesOf(text, size), AnswerTooLong)
  })
})
