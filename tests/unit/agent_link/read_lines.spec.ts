import { test } from '@japa/runner'
import {
  AnswerTooLong,
  readLines,
  readText,
} from '../../../app/monitoring/agent_link/read_lines.ts'

async function* inPieces(text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test.group('The lines of an answer', () => {
  for (const size of [1, 3, 1000]) {
    test(`are the same in pieces of ${size} bytes`, async ({ assert }) => {
      const lines = await Array.fromAsync(
        readLines(inPieces('{"ä":1}\r\n\n  €💥\nlast', size), 100)
      )
      assert.deepEqual(lines, ['{"ä":1}', '€💥', 'last'])
    })
  }

  test('end at the limit, however they come', async ({ assert }) => {
    assert.equal(await readText(inPieces('a'.repeat(100), 7), 100), 'a'.repeat(100))
    for (const text of ['a'.repeat(101), '\n'.repeat(101)])
      await assert.rejects(() => readText(inPieces(text, 1), 100), AnswerTooLong)
  })
})
