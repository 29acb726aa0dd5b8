import { writeSync } from 'node:fs'
import { dropPrivileges } from './drop_privileges.ts'
import { judge, judgeHistories } from './engine/judge.ts'
import { Histories } from './histories.ts'
import { type Batch, type FromChild, PROGRESS_FD, SAY_EVERY_MS, type ToChild } from './wire.ts'

/**
 * Entry of a classifier process: judges what it is sent, in batches, and knows nothing else. It is started by
 * classifier_process.ts, which watches its time and memory and ends it.
 */
let rules = new Map<number, { key: string; code: string }>()
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

function answer({ batch, rules: fresh, requests, isWatched, ...memory }: Batch): void {
  if (memory.forgetRules) rules = new Map()
  for (const { id, key, code } of fresh) rules.set(id, { key, code })
  for (const key of memory.forgotten) histories.forget(key)
  for (const each of memory.given) histories.give(each)
  const verdicts = requests.map((request, index) => {
    if (isWatched || performance.now() - saidAt >= SAY_EVERY_MS) sayBegin(batch, index)
    const rule = rules.get(request.rule)
    if (!rule) throw new Error(`rule ${request.rule} was not sent`)
    return judgeHistories({ ...request, rule, ...histories.of(request) })
  })
  send({ batch, verdicts })
}

let saidAt = 0

function sayBegin(batch: number, index: number): void {
  writeSync(PROGRESS_FD, Uint8Array.of(batch, index))
  saidAt = performance.now()
}

function warmUp(): void {
  judge({
    rule: { key: '', code: 'return "ok"' },
    plugin: '',
    points: [],
    limits: {},
    instanceLimits: {},
    arguments: {},
    host: { id: 0, name: '', address: '' },
    check: { id: 0, name: '' },
    now: 0,
    previousState: 'no_data',
    previousStates: {},
    others: {},
  })
}

function send(message: FromChild): void {
  process.send?.(message)
}
