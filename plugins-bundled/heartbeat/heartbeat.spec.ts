import os from 'node:os'
import { test } from '@japa/runner'
import { loadPlugin, metricOf } from '../../tests/unit/plugins/plugin_folder.ts'

test.group('Heartbeat', () => {
  test('answers 1 with the time since this machine started', async ({ assert }) => {
    const before = Math.floor(os.uptime())
    const result = await (await loadPlugin('heartbeat')).getData({}, {})
    assert.equal(result.value, 1)
    assert.equal(result.message, '')
    const uptime = metricOf(result, 'uptime_seconds') ?? -1
    assert.isAtLeast(uptime, before)
    assert.isAtMost(uptime, os.uptime())
  })
})
