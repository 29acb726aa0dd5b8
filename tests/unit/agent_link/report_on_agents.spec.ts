import { test } from '@japa/runner'
import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import { reportOnAgents } from '../../../app/monitoring/logs/report_on_agents.ts'
import { assignment } from '../../support/assignments.ts'
import { Agents } from '../dispatch/agents.ts'

const [cpu, disk] = [
  assignment({ plugin: 1, identifier: 'cpu' }),
  assignment({ plugin: 2, identifier: 'disk' }),
]
const REFUSED = { type: 'connection_error', value: null, message: 'Nothing answers.' } as const

function start() {
  const agents = new Agents()
  const lines: string[] = []
  const log = { write: (entry: { message: string }) => void lines.push(entry.message) }
  const link = reportOnAgents(agents, { ...log, flush: async () => {} })
  /** Every plugin of the host runs once. */
  const round = (...answers: Partial<PluginAnswer>[]) => {
    void link.run(cpu.host, [cpu, disk], () => {})
    const request = agents.requests.at(-1)!
    for (const [position, each] of answers.entries()) request.answer(position, each)
  }
  return { lines, round }
}

test.group('System Logs of agents', () => {
  test('say nothing while all is well', ({ assert }) => {
    const { lines, round } = start()
    round({}, {})
    round({}, {})
    assert.isEmpty(lines)
  })

  test('say once that a host does not answer, and once that it does again', ({ assert }) => {
    const { lines, round } = start()
    round(REFUSED, REFUSED)
    round(REFUSED, REFUSED)
    round({}, {})
    round({}, {})
    assert.deepEqual(lines, ['host-1: Nothing answers.', 'host-1 answers again.'])
  })

  for (const type of ['plugin_timeout', 'signature_error', 'request_error'] as const) {
    test(`say once that one plugin fails with ${type} beside others`, ({ assert }) => {
      const { lines, round } = start()
      const failed = { type, value: null, message: 'It failed.' }
      for (let times = 0; times < 5; times++) round({}, failed)
      round({}, {})
      assert.deepEqual(lines, ['disk on host-1: It failed.', 'disk on host-1 works again.'])
    })
  }
})
