/**
 * What judging one result by a bundled rule costs, with the history it looks back at remembered: in this process, and
 * through the classifier process with its batches.
 *   node_modules/.bin/node --import=@poppinss/ts-exec bench/classify.ts
 */
import { readFileSync } from 'node:fs'
import type { Manifest } from '../agent/protocol/manifest.ts'
import type { ClassifyRequest, HistoryPoint } from '../app/monitoring/classify/classification.ts'
import { startClassifier } from '../app/monitoring/classify/classifier.ts'
import { judgeHistories } from '../app/monitoring/classify/engine/judge.ts'
import { Histories } from '../app/monitoring/classify/histories.ts'
import { packHistory } from '../app/monitoring/classify/packed_history.ts'
import { PLUGINS, readAnswers } from './answers.ts'

const ROUNDS = 100
const HOSTS = 200
const INTERVAL_SECONDS = 60
const PAST = 60
const START = 1_000_000_000

const answers = readAnswers().good

function pointOf(plugin: string, round: number): HistoryPoint {
  const { value, message, metrics } = answers[plugin]
  return { at: START + round * INTERVAL_SECONDS, value, message, type: 'plugin', metrics }
}

function fileOf(plugin: string, name: string): string {
  return readFileSync(new URL(`../plugins-bundled/${plugin}/${name}`, import.meta.url), 'utf8')
}

/** @returns one result of every host, as the core asks */
function batchFor(plugin: string): (round: number) => ClassifyRequest[] {
  const { limits } = JSON.parse(fileOf(plugin, 'manifest.json')) as Manifest
  const setups = Array.from({ length: HOSTS }, (_, id) => ({
    rule: { key: plugin, code: fileOf(plugin, 'classifier.lua') },
    plugin,
    limits: Object.fromEntries(limits.map((each) => [each.name, each.default])),
    ...{ instanceLimits: {}, arguments: {}, check: { id: 1, name: 'All' } },
    host: { id, name: `host-${id}`, address: '192.0.2.1' },
  }))
  return (round) =>
    setups.map((setup, id) => ({
      setup,
      points: [pointOf(plugin, round)],
      remembered: { own: { key: `${plugin}:${id}`, size: PAST }, others: {} },
      now: START + round * INTERVAL_SECONDS,
      ...{ previousState: 'ok' as const, previousStates: {}, others: {} },
    }))
}

function past(plugin: string): HistoryPoint[] {
  return Array.from({ length: PAST }, (_, round) => pointOf(plugin, round - PAST))
}

function judgeHere(plugin: string): (requests: ClassifyRequest[]) => void {
  const histories = new Histories()
  const points = packHistory(past(plugin))
  for (let id = 0; id < HOSTS; id++) histories.give({ key: `${plugin}:${id}`, size: PAST, points })
  return (requests) => {
    for (const { setup, points: given, remembered, ...request } of requests) {
      const found = histories.of({ ...request, ...remembered!, point: given[0] })
      const verdict = judgeHistories({ ...setup, ...request, ...found })
      if (verdict.fault) throw new Error(`${plugin}: ${verdict.fault.message}`)
    }
  }
}

/** @returns microseconds per result, after as many rounds to warm up */
async function timed(work: (round: number) => unknown): Promise<string> {
  let start = 0
  for (let round = 0; round < 2 * ROUNDS; round++) {
    if (round === ROUNDS) start = performance.now()
    await work(round)
  }
  return `${(((performance.now() - start) * 1000) / (ROUNDS * HOSTS)).toFixed(1)} µs`
}

const classifier = startClassifier({
  onFault: (fault) => console.log(fault.message),
  historiesOf: async (lacking) => new Map(lacking.map(({ key }) => [key, past(key.split(':')[0])])),
})
for (const plugin of PLUGINS) {
  const requests = batchFor(plugin)
  const judge = judgeHere(plugin)
  const here = await timed((round) => judge(requests(round)))
  const through = await timed((round) => classifier.classify(requests(round)))
  console.log(`${plugin}: ${here}, through the process ${through}`)
}
await classifier.stop()
