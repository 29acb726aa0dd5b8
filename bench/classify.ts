/**
 * What a classification costs: in this process, and through the classifier process with its batches.
 *   node_modules/.bin/node --import=@poppinss/ts-exec bench/classify.ts
 */
import type { ClassifyRequest, HistoryPoint } from '../app/monitoring/classify/classification.ts'
import { startClassifier } from '../app/monitoring/classify/classifier.ts'
import { judge } from '../app/monitoring/classify/engine/judge.ts'

const RUNS = 20_000
const BATCH = 200

const RULES = {
  'one state': 'return "ok"',
  'a limit': `
    if result_types[#result_types] ~= "plugin" then return "unknown", messages[#messages] end
    local v = values[#values]
    if v == "none" then return "unknown", "no number" end
    if v >= limits.high then return "major", "too high" end
    return "ok"`,
  'an average': 'return arrayAvg(values) > limits.high and "major" or "ok"',
  'three instances': `
    local states = {}
    for name, m in pairs(instances) do
      states[name] = m.used[#m.used] > limits_of(name).high and { "minor", "high" } or "ok"
    end
    return states`,
}

const points: HistoryPoint[] = Array.from({ length: 30 }, (_, index) => ({
  at: index * 60,
  value: index,
  message: '',
  type: 'plugin',
  metrics: ['sda', 'sdb', 'sdc'].map((instance) => ({ name: 'used', value: index, instance })),
}))

function request(code: string): ClassifyRequest {
  return {
    rule: { key: code, code },
    plugin: 'disks',
    points,
    limits: { high: 90 },
    instanceLimits: {},
    arguments: {},
    host: { id: 1, name: 'web-1', address: '192.0.2.1' },
    check: { id: 1, name: 'Disks' },
    now: 1800,
    previousState: 'ok',
    previousStates: {},
    others: {},
  }
}

function microseconds(since: number): string {
  return `${(((performance.now() - since) / RUNS) * 1000).toFixed(1)} µs`
}

const classifier = startClassifier({ onFault: (fault) => console.log(fault.message) })
for (const [name, code] of Object.entries(RULES)) {
  const asked = request(code)
  for (let run = 0; run < RUNS; run++) judge(asked)
  const start = performance.now()
  for (let run = 0; run < RUNS; run++) judge(asked)
  const alone = microseconds(start)
  const batch = Array.from({ length: BATCH }, () => asked)
  await classifier.classify(batch)
  const startOfBatches = performance.now()
  for (let run = 0; run < RUNS; run += BATCH) await classifier.classify(batch)
  console.log(`${name}: ${alone}, through the process ${microseconds(startOfBatches)}`)
}
await classifier.stop()
