import type { PluginFn, RunnerSummary } from '@japa/runner/types'

/**
 * Prints `N passed, N failed` as the very last line of a run, after everything else has ended, and lets a run fail
 * that ended before its end or ran no test. A plugin rather than a reporter, so that `--reporters` cannot leave it out.
 */
export function reportTotals(): PluginFn {
  return ({ runner, emitter }) => {
    let summary: RunnerSummary | null = null
    emitter.on('runner:end', () => {
      summary = runner.getSummary()
    })
    process.once('exit', (code) => {
      const { sentences, line } = closingWords(summary, code)
      if (sentences.length > 0) process.exitCode = code || 1
      console.log(['', ...sentences, line].join('\n'))
    })
  }
}

/**
 * @param summary Japa's, or null when the run did not come to its end
 * @param code the exit code as it stands
 * @returns what is wrong with the run as a whole, if anything, and the line of totals
 */
export function closingWords(summary: RunnerSummary | null, code: number) {
  const { passed, failed, regression } = countsOf(summary)
  const sentences: string[] = []
  if (!summary) sentences.push('The run ended before its end: tests are missing.')
  else if (passed + failed + regression === 0) sentences.push('No test was run.')
  else if (code !== 0 && failed === 0)
    sentences.push('Something failed outside of the tests: the lines above say what.')
  return { sentences, line: `${passed + regression} passed, ${failed} failed` }
}

function countsOf(summary: RunnerSummary | null) {
  return summary ? summary.aggregates : { passed: 0, failed: 0, regression: 0 }
}
