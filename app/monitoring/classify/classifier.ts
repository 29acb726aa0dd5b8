import {
  type ClassifyRequest,
  type Fault,
  faultyVerdict,
  type HistoryPoint,
  type Verdict,
} from './classification.ts'
import { ClassifierProcess, type Ending, type ProcessLimits } from './classifier_process.ts'
import { endingFault } from './ending_fault.ts'
import { type LackingHistory, OwnedHistories } from './owned_histories.ts'
import { packHistory } from './packed_history.ts'
import { Restarts } from './restarts.ts'
import { suspendedFault, Suspensions } from './suspensions.ts'
import { MAX_BATCH, type UserIds } from './wire.ts'

export interface ClassifierOptions {
  /** The user the processes change to; needed when this process is root. */
  dropTo?: UserIds
  /** Called for each verdict with a fault; once for a rule that is suspended. Must not throw. */
  onFault(fault: Fault, request: ClassifyRequest): void
  /** Reads the points of histories that a process has to be given, oldest first, by key. May reject. */
  historiesOf?(lacking: readonly LackingHistory[]): Promise<ReadonlyMap<string, HistoryPoint[]>>
  /** Default 1. */
  processes?: number
  limits?: Partial<ProcessLimits>
}

export interface Classifier {
  /**
   * @returns the verdicts in the order of the requests. Never rejects for what a rule or a process does, only when a
   *   history cannot be read
   */
  classify(requests: ClassifyRequest[]): Promise<Verdict[]>
  /** Results that were judged have not been stored, or these assignments are gone: what is remembered of them is not so. */
  forget(keys: Iterable<string>): void
  /** Lets a suspended rule run again. */
  release(key: string): void
  /** Finishes what was asked for, then ends the processes. */
  stop(): Promise<void>
}

/** Starts classifier processes. They are restarted when they end; what they had not answered runs again. */
export function startClassifier(options: ClassifierOptions): Classifier {
  return new ClassifierPool(options)
}

interface Task {
  request: ClassifyRequest
  /** Processes that ended under the batch of this task without saying what they were at. */
  losses: number
  /** Its process had too much memory once; rules before it may have left that. */
  isSuspect: boolean
  settle(verdict: Verdict): void
  fail(error: unknown): void
}

const DEFAULT_LIMITS: ProcessLimits = { deadlineMs: 3000, growthBytes: 80 * 1024 * 1024 }
/** The first of them is usual: nothing is watched before. */
const MAX_LOSSES = 4
const START_ATTEMPTS = 4

class ClassifierPool implements Classifier {
  private readonly queue: Task[] = []
  private readonly suspensions = new Suspensions()
  private readonly histories = new OwnedHistories()
  private readonly lanes: Promise<void>[]
  private readonly limits: ProcessLimits
  private waiting: (() => void)[] = []
  private stopping = false

  constructor(private readonly options: ClassifierOptions) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.lanes = Array.from({ length: options.processes ?? 1 }, () => this.run())
  }

  async classify(requests: ClassifyRequest[]): Promise<Verdict[]> {
    if (this.stopping) throw new Error('The classifier has been stopped.')
    const verdicts = requests.map(
      (request) =>
        new Promise<Verdict>((settle, fail) =>
          this.queue.push({ request, losses: 0, isSuspect: false, settle, fail })
        )
    )
    this.wake()
    return Promise.all(verdicts)
  }

  forget(keys: Iterable<string>): void {
    this.histories.forget(keys)
  }

  release(key: string): void {
    this.suspensions.release(key)
  }

  async stop(): Promise<void> {
    this.stopping = true
    this.wake()
    await Promise.all(this.lanes)
  }

  /** One lane: a process and its successors, working off the common queue. */
  private async run(): Promise<void> {
    const restarts = new Restarts()
    let process = await this.startProcess(restarts, 1)
    while (await this.hasWork()) {
      const batch = this.takeBatch()
      if (batch.length === 0) continue
      if (!process?.alive) process = await this.startProcess(restarts, START_ATTEMPTS)
      if (process) await this.runBatch(process, batch)
      else this.giveUp([...batch, ...this.queue.splice(0)], restarts.lastError)
    }
    await process?.stop()
  }

  private startProcess(
    restarts: Restarts,
    attempts: number
  ): Promise<ClassifierProcess | undefined> {
    return restarts.attempt(attempts, async () => {
      const process = new ClassifierProcess(this.limits, this.options.dropTo)
      await process.ready
      return process
    })
  }

  private async hasWork(): Promise<boolean> {
    while (this.queue.length === 0 && !this.stopping) {
      await new Promise<void>((resolve) => this.waiting.push(resolve))
    }
    return this.queue.length > 0
  }

  private wake(): void {
    const { waiting } = this
    this.waiting = []
    for (const resume of waiting) resume()
  }

  private takeBatch(): Task[] {
    const tasks = this.queue.splice(0, MAX_BATCH)
    return tasks.filter((task) => {
      const isSuspended = this.suspensions.has(task.request.setup.rule.key)
      if (isSuspended) task.settle(faultyVerdict(suspendedFault))
      return !isSuspended
    })
  }

  private async runBatch(process: ClassifierProcess, batch: Task[]): Promise<void> {
    const requests = batch.map(({ request }) => request)
    const lacking = this.histories.lacking(process, requests)
    const given = await this.read(lacking).catch((error: unknown) => {
      for (const task of batch) task.fail(error)
    })
    if (!given) return
    this.histories.own(process, requests, given)
    const forgotten = this.histories.takeForgotten()
    const isWatched = batch.some(({ losses }) => losses > 0)
    const outcome = await process.judge(requests, { given, forgotten, isWatched })
    if ('ending' in outcome) this.runAgain(batch, outcome.ending)
    else
      for (const [index, verdict] of outcome.verdicts.entries()) this.answer(batch[index], verdict)
  }

  private async read(lacking: readonly LackingHistory[]) {
    if (lacking.length === 0) return []
    const found = await this.options.historiesOf?.(lacking)
    return lacking.map(({ key, size }) => {
      const points = found?.get(key) ?? []
      return { key, size, points: packHistory(points), newest: points.at(-1)?.at ?? -Infinity }
    })
  }

  /**
   * The culprit becomes unknown, all others go back to the head of the queue, in order. For memory it is blamed only
   * when it also ends a fresh process, in which it comes first: garbage of others is not its own.
   */
  private runAgain(batch: Task[], ending: Ending): void {
    const culprit = ending.culprit === undefined ? undefined : batch[ending.culprit]
    if (culprit && ending.reason === 'memory' && !culprit.isSuspect) {
      culprit.isSuspect = true
      this.queue.unshift(culprit, ...batch.filter((task) => task !== culprit))
      return
    }
    const others = batch.filter((task) => task !== culprit)
    if (culprit) {
      const suspension = this.suspensions.overran(culprit.request.setup.rule.key)
      this.answer(culprit, faultyVerdict(endingFault(ending, this.limits)))
      if (suspension) this.options.onFault(suspension, culprit.request)
    } else {
      for (const task of others) task.losses++
    }
    const lost = others.filter(({ losses }) => losses >= MAX_LOSSES)
    this.giveUp(lost, 'its process ended again and again')
    this.queue.unshift(...others.filter(({ losses }) => losses < MAX_LOSSES))
  }

  private giveUp(tasks: Task[], why: string): void {
    const message = `The rule could not be run: ${why}.`
    for (const task of tasks) this.answer(task, faultyVerdict({ kind: 'error', message }))
  }

  private answer(task: Task, verdict: Verdict): void {
    if (verdict.fault) this.options.onFault(verdict.fault, task.request)
    task.settle(verdict)
  }
}
