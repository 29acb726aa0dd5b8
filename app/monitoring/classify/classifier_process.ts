import { type ChildProcess, fork } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { ClassifyRequest, Verdict } from './classification.ts'
import { childOptions, childPath } from './child_options.ts'
import { residentBytes } from './resident_memory.ts'
import { SentSetups } from './sent_setups.ts'
import { type Batch, type FromChild, PROGRESS_FD, type ToChild, type UserIds } from './wire.ts'

/** Why a process ended while it had work: what it was judging then, when that is known. */
export interface Ending {
  reason: 'too_long' | 'memory' | 'crash'
  /** Index in the batch; of a watched one only. */
  culprit: number | undefined
}

export type Outcome = { verdicts: Verdict[] } | { ending: Ending }

export interface ProcessLimits {
  /** Longest time for one rule, in milliseconds of wall clock. */
  deadlineMs: number
  /** Memory the process may gain over what it has when it is ready, in bytes. */
  growthBytes: number
}

/** What goes with a batch beside the requests. */
export type JudgeOptions = Pick<Batch, 'given' | 'forgotten' | 'isWatched'>

const WATCH_EVERY_MS = 50
const START_WITHIN_MS = 20_000

/** One classifier process: given one batch at a time, ended when it takes too long or too much memory. */
export class ClassifierProcess {
  private readonly child: ChildProcess
  private readonly sent = new SentSetups()
  private work: { batch: number; isWatched: boolean; done(outcome: Outcome): void } | undefined
  private batches = 0
  private culprit: number | undefined
  private progressAt = 0
  private watchedAt = 0
  private reason: Ending['reason'] = 'crash'
  private limitBytes = Infinity
  private watch: NodeJS.Timeout | undefined
  private errorText = ''
  private readonly ended: Promise<void>
  private readonly lookEveryMs: number
  alive = true

  /** Settles when the process takes work. @rejects Error with the reason when it cannot be started */
  readonly ready: Promise<void>

  constructor(
    private readonly limits: ProcessLimits,
    dropTo: UserIds | undefined
  ) {
    this.lookEveryMs = Math.min(WATCH_EVERY_MS, limits.deadlineMs)
    this.child = fork(childPath, [], childOptions())
    this.child.stderr?.on('data', (data: Buffer) => this.keepErrorText(data))
    const progress = this.child.stdio[PROGRESS_FD] as Readable
    progress.on('data', (bytes: Buffer) => this.progressed(bytes.subarray(-2)))
    this.ended = this.end([progress, this.child.stderr as Readable])
    this.ready = this.started()
    this.say({ start: dropTo ? { dropTo } : {} })
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  /**
   * Judges a batch. Never rejects.
   * @param options what it has to remember, and no more to remember, from now on; and whether it is watched
   */
  judge(requests: ClassifyRequest[], options: Partial<JudgeOptions> = {}): Promise<Outcome> {
    const { given = [], forgotten = [], isWatched = false } = options
    return new Promise((resolve) => {
      if (!this.alive) return resolve({ ending: { reason: 'crash', culprit: undefined } })
      this.work = { batch: ++this.batches, isWatched, done: resolve }
      this.culprit = undefined
      this.progressAt = this.watchedAt = performance.now()
      this.watch = setInterval(() => this.look(), this.lookEveryMs)
      // What is remembered from before is nobody's fault now.
      this.limitBytes = residentBytes(this.child.pid ?? 0) + this.limits.growthBytes
      this.sent.forget(forgotten)
      const rest = { given, forgotten, isWatched }
      this.say({ batch: this.batches, ...rest, ...this.sent.wire(requests) })
    })
  }

  /** Lets the process end, by force when it does not within two seconds. */
  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect()
    const force = setTimeout(() => this.child.kill('SIGKILL'), 2000)
    await this.ended
    clearTimeout(force)
  }

  /** What the process said last is read before its end counts: 'exit' may come before the streams are empty. */
  private async end(streams: Readable[]): Promise<void> {
    const closed = streams.map((stream) => new Promise((resolve) => stream.once('close', resolve)))
    await new Promise<void>((resolve) => {
      this.child.once('exit', () => resolve())
      this.child.on('error', (error) => {
        this.errorText ||= error.message
        if (this.child.pid === undefined) resolve()
      })
    })
    if (this.child.pid !== undefined) await Promise.all(closed)
    this.hasEnded()
  }

  private started(): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) => {
        clearTimeout(tooSlow)
        this.child.kill('SIGKILL')
        reject(new Error(why))
      }
      const tooSlow = setTimeout(() => fail('it did not answer'), START_WITHIN_MS)
      this.child.on('message', (message: FromChild) => {
        if ('verdicts' in message) return this.finished(message.batch, message.verdicts)
        if ('failed' in message) return fail(message.failed)
        clearTimeout(tooSlow)
        resolve()
      })
      void this.ended.then(() => fail(this.errorText.trim().slice(0, 500) || 'it ended at once'))
    })
  }

  private finished(batch: number, verdicts: Verdict[]): void {
    if (this.work?.batch === batch) this.settle({ verdicts })
  }

  /** What is still read of an earlier batch must not blame this one. */
  private progressed([batch, index]: Buffer): void {
    if (batch !== (this.batches & 0xff)) return
    // Seldom said, it may have gone on since.
    if (this.work?.isWatched) this.culprit = index
    this.progressAt = performance.now()
  }

  private look(): void {
    const now = performance.now()
    const late = now - this.watchedAt - this.lookEveryMs
    this.watchedAt = now
    // When this process itself was held up, what the child has said in the meantime has not been read yet.
    if (late > this.lookEveryMs) this.progressAt = Math.max(this.progressAt, now - this.lookEveryMs)
    if (now - this.progressAt > this.limits.deadlineMs) this.kill('too_long')
    else if (residentBytes(this.child.pid ?? 0) > this.limitBytes) this.kill('memory')
  }

  private kill(reason: Ending['reason']): void {
    this.reason = reason
    this.child.kill('SIGKILL')
  }

  private hasEnded(): void {
    this.alive = false
    const ranOutOfHeap = this.errorText.includes('heap out of memory')
    const reason = this.reason === 'crash' && ranOutOfHeap ? 'memory' : this.reason
    this.settle({ ending: { reason, culprit: this.culprit } })
  }

  private settle(outcome: Outcome): void {
    clearInterval(this.watch)
    const { work } = this
    this.work = undefined
    work?.done(outcome)
  }

  /** An ended process is noticed by its end, not by a failed message. */
  private say(message: ToChild): void {
    if (this.child.connected) this.child.send(message, () => undefined)
  }

  private keepErrorText(data: Buffer): void {
    if (this.errorText.length < 8192) this.errorText += data.toString()
  }
}
