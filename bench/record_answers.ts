/**
 * Runs the bundled plugins on this machine once and keeps what they answer, for the simulator to repeat. The bad
 * answers are the same ones with those numbers changed that the rule looks at.
 *   node_modules/.bin/node --import=@poppinss/ts-exec bench/record_answers.ts
 */
import { writeFileSync } from 'node:fs'
import type { Metric, PluginResult } from '../agent/protocol/result.ts'
import { PLUGINS, type Answers, type RecordedAnswer } from './answers.ts'

const GB = 1e9
const DAY_SECONDS = 86_400

/** What turns a good answer into one that its rule finds bad, at once or after its third time. */
const BAD: Partial<Record<string, { value?: number; metrics: Record<string, number> }>> = {
  memory: { value: 97, metrics: { available_bytes: 0.4 * GB, available_percent: 3 } },
  disk_space: { value: 96, metrics: { used_percent: 96, available_bytes: 3 * GB } },
  updates: { value: 2, metrics: { updates_security: 2, security_age_seconds: 40 * DAY_SECONDS } },
}

const answers: Answers = { good: {}, bad: {} }
for (const plugin of PLUGINS) {
  const good = await record(plugin)
  answers.good[plugin] = good
  const bad = BAD[plugin]
  if (bad)
    answers.bad[plugin] = {
      ...good,
      value: bad.value ?? good.value,
      metrics: good.metrics.map((metric) => changed(metric, bad.metrics)),
    }
}
writeFileSync(new URL('answers.json', import.meta.url), `${JSON.stringify(answers, null, 2)}\n`)

async function record(plugin: string): Promise<RecordedAnswer> {
  const path = new URL(`../plugins-bundled/${plugin}/index.js`, import.meta.url).href
  const { Plugin } = (await import(path)) as { Plugin: new () => Runs }
  const startedAt = performance.now()
  const { value, message, metrics } = await new Plugin().getData({})
  return { value, message, metrics, duration_ms: Math.round(performance.now() - startedAt) }
}

interface Runs {
  getData(given: Record<string, never>): Promise<PluginResult>
}

function changed(metric: Metric, to: Record<string, number>): Metric {
  return Object.hasOwn(to, metric.name) ? { ...metric, value: to[metric.name] } : metric
}
