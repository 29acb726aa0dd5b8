import { test } from '@japa/runner'
import type { RunnerSummary } from '@japa/runner/types'
import { closingWords } from '../../support/report_totals.ts'

function summary(passed: number, failed: number): RunnerSummary {
  const aggregates = { total: passed + failed, passed, failed, regression: 0, skipped: 0, todo: 0 }
  return {
    aggregates,
    duration: 1,
    hasError: failed > 0,
    failureTree: [],
    failedTestsTitles: [],
  }
}

test.group('The last words of a test run', () => {
  test('are the totals alone when all went well', ({ assert }) => {
    const words = closingWords(summary(12, 0), 0)
    assert.deepEqual(words, { sentences: [], line: '12 passed, 0 failed' })
  })

  test('are the totals alone when tests failed', ({ assert }) => {
    const words = closingWords(summary(11, 1), 1)
    assert.deepEqual(words, { sentences: [], line: '11 passed, 1 failed' })
  })

  test('complain of a run without tests', ({ assert }) => {
    assert.match(closingWords(summary(0, 0), 0).sentences.join(), /No test was run/)
  })

  test('complain of a run that did not come to its end', ({ assert }) => {
    assert.match(closingWords(null, 0).sentences.join(), /ended before its end/)
  })

  test('complain of what failed outside of the tests', ({ assert }) => {
    assert.match(closingWords(summary(12, 0), 1).sentences.join(), /outside of the tests/)
  })
})
