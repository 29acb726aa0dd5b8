import { test } from '@japa/runner'
import { packHistory, unpackHistory } from '../../../app/monitoring/classify/packed_history.ts'
import { history, point } from './request.ts'

test.group('History on its way to a classifier process', () => {
  test('arrives as it was sent', ({ assert }) => {
    const points = [
      point(1.5, 0, { message: 'up', metrics: [{ name: 'a', value: 1 }] }),
      point(null, 1, { message: 'gone', type: 'command_unsuccessful' }),
      point(2, 2, {
        message: 'up',
        metrics: [
          { name: 'a', value: -3 },
          { name: 'a', value: 4, instance: 'sda' },
          { name: 'b', value: 5, instance: '' },
        ],
      }),
    ]
    const sent = JSON.parse(JSON.stringify(packHistory(points)))
    assert.deepEqual(unpackHistory(sent), points)
    assert.deepEqual(unpackHistory(packHistory([])), [])
  })

  test('keeps the first of two metrics of the same name', ({ assert }) => {
    const metrics = [1, 2].map((value) => ({ name: 'a', value }))
    const [first] = unpackHistory(packHistory([point(1, 0, { metrics })]))
    assert.deepEqual(first.metrics, [{ name: 'a', value: 1 }])
  })

  test('a name is sent once, however long the history', ({ assert }) => {
    const points = history(...Array.from({ length: 200 }, (_, index) => index)).map((one) => ({
      ...one,
      message: 'in good order',
      metrics: [{ name: 'temperature', value: 20, instance: 'front' }],
    }))
    const sent = JSON.stringify(packHistory(points))
    for (const word of ['temperature', 'front', 'in good order']) {
      assert.lengthOf(sent.split(word), 2)
    }
  })
})
