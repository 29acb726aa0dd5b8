import { test } from '@japa/runner'
import type { ClassifyRequest, Fault } from '../../../app/monitoring/classify/classification.ts'
import { type Classifier, startClassifier } from '../../../app/monitoring/classify/classifier.ts'
import { history, request } from '../../unit/classify/request.ts'
import { corpus } from './corpus.ts'

const HONEST = 'return values[#values] > limits.high and "major" or "ok", "values " .. #values'

function honest(value: number): ClassifyRequest {
  return request(HONEST, { points: history(1, value), limits: { high: 5 } })
}

test.group('Hostile rules in the classifier process', (group) => {
  let classifier: Classifier
  const faults: Fault[] = []

  group.setup(() => {
    classifier = startClassifier({ onFault: (fault) => faults.push(fault) })
    return () => classifier.stop()
  })

  test('{name} comes out as expected and disturbs nobody')
    .with(corpus)
    .run(async ({ assert }, { code, state, kind }) => {
      const before = faults.length
      const [first, verdict, last] = await classifier.classify([
        honest(9),
        request(code, { arguments: { path: '/' } }),
        honest(2),
      ])
      assert.deepEqual([first.state, last.state], ['major', 'ok'])
      assert.deepEqual(
        [verdict.state, endOf(verdict.fault?.kind)],
        [state, endOf(kind)],
        verdict.why
      )
      assert.equal(faults.length - before, kind === undefined ? 0 : 1)
      const texts = [verdict.why, verdict.fault?.message ?? '']
      for (const text of texts) {
        assert.isAtMost(text.length, 500)
        assert.notMatch(text, /[\u0000-\u001f\u007f]/)
      }
    })

  test('all of them in one batch leave every honest verdict right', async ({ assert }) => {
    const requests = corpus.flatMap(({ code }, index) => [honest(index % 10), request(code)])
    const verdicts = await classifier.classify(requests)
    for (const [index, { state, kind }] of corpus.entries()) {
      assert.equal(verdicts[2 * index].state, index % 10 > 5 ? 'major' : 'ok')
      assert.deepEqual(
        [verdicts[2 * index + 1].state, endOf(verdicts[2 * index + 1].fault?.kind)],
        [state, endOf(kind)],
        corpus[index].name
      )
    }
  })
})

/** Which of the two limits comes first depends on what earlier rules have left for the garbage collector. */
function endOf(kind: string | undefined): string | undefined {
  return kind === 'too_long' || kind === 'memory' ? 'a limit' : kind
}
