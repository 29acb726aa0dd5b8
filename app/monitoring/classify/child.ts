import { writeSync } from 'node:fs'
import { dropPrivileges } from './drop_privileges.ts'
import type { RuleSetup } from './classification.ts'
import { judge, judgeHistories } from './engine/judge.ts'
import { Histories } from './histories.ts'
import { type JudgeRequest, viewOf } from './judge_request.ts'
import { unpackHistory } from './packed_history.ts'
import {
  type Batch,
  type FromChild,
  PROGRESS_FD,
  SAY_EVERY_MS,
  type ToChild,
  type WireRequest,
  type WireSetup,
} from './wire.ts'

/**
 * Entry of a classifier process: judges what it is sent, in batches, and knows nothing else. It is started by
 * classifier_process.ts, which watches its time and memory and ends it.
 */
let rules = new Map<number, RuleSetup['rule']>()
/** By key of the assignment. */
let setups = new Map<string, RuleSetup>()
const histories = new Histories()

process.on('message', (message: ToChild) => {
  if ('start' in message) start(message.start)
  else answer(message)
})
process.on('disconnect', () => process.exit(0))

/** All modules are loaded by now: afterwards this user may not even be able to read them. */
function start({ dropTo }: Extract<ToChild, { start: unknown }>['start']): void {
  try {
    if (dropTo) dropPrivileges(dropTo)
    warmUp()
    send({ ready: true, uid: process.getuid?.() })
  } catch (error) {
    send({ failed: error instanceof Error ? error.message : String(error) })
  }
}

function answer({ batch, requests, isWatched, ...told }: Batch): void {
  learn(told)
  const verdicts = requests.map((request, index) => {
    if (isWatched || performance.now() - saidAt >= SAY_EVERY_MS) sayBegin(batch, index)
    return judgeHistories(complete(request))
  })
  send({ batch, verdicts })
}

function learn(told: Omit<Batch, 'batch' | 'requests' | 'isWatched'>): void {
  if (told.forgetRules) [rules, setups] = [new Map(), new Map()]
  for (const { id, key, code } of told.rules) rules.set(id, { key, code })
  for (const key of told.forgotten) {
    histories.forget(key)
    setups.delete(key)
  }
  for (const each of told.given) histories.give(each)
  for (const [key, setup] of told.setups) setups.set(key, setupOf(setup))
}

function setupOf({ rule: number, ...setup }: WireSetup): RuleSetup {
  const rule = rules.get(number)
  if (!rule) throw new Error(`rule ${number} was not sent`)
  return { ...setup, rule }
}

function complete(request: WireRequest): JudgeRequest {
  const { now, previousState, previousStates } = request
  const rest = { now, previousState, previousStates }
  if ('own' in request) {
    const { key } = request.own
    const setup = setups.get(key)
    if (!setup) throw new Error(`the setup of ${key} was not sent`)
    return { ...setup, ...rest, ...histories.of(request) }
  }
  const others = request.others.map(([plugin, each]) => [plugin, viewOf(unpackHistory(each))])
  return {
    ...setupOf(request.setup),
    ...rest,
    points: viewOf(unpackHistory(request.points)),
    others: Object.fromEntries(others),
  }
}

let saidAt = 0

function sayBegin(batch: number, index: number): void {
  writeSync(PROGRESS_FD, Uint8Array.of(batch, index))
  saidAt = performance.now()
}

function warmUp(): void {
  const setup = {
    rule: { key: '', code: 'return "ok"' },
    plugin: '',
    limits: {},
    instanceLimits: {},
    arguments: {},
    host: { id: 0, name: '', address: '' },
    check: { id: 0, name: '' },
  }
  judge({
    setup,
    points: [],
    now: 0,
    previousState: 'no_data',
    previousStates: {},
    others: {},
  })
}

function send(message: FromChild): void {
  process.send?.(message)
}
