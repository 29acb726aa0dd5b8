import type { AgentLink } from './agent_link/agent_link.ts'
import type { Classifier } from './classify/classifier.ts'
import { judgeResults, type Classify } from './classify/judge_results.ts'
import type { Clock } from './clock.ts'
import { collectBatches } from './collect_batches.ts'
import type { Configuration } from './configuration/configuration.ts'
import { createDispatcher } from './dispatch/dispatcher.ts'
import { MISS_REASONS, type Miss, type Outcome } from './dispatch/outcome.ts'
import { createScheduler, type Scheduler } from './schedule/scheduler.ts'
import type { EndedSlots } from './ended_slots.ts'
import type { Spool } from './replay_spool.ts'
import type { Trouble } from './settle_in_parts.ts'
import type { Store } from './store/store.ts'

/** What a check meets on its way. Each part can be another one in a simulation. */
export interface CheckCycleParts {
  clock: Clock
  link: AgentLink
  classifier: Pick<Classifier, 'classify' | 'forget'>
  store: Store
  /** Keeps what has ended while the store is away. */
  spool: Spool
  /** @returns what to do about something that could not be stored */
  troubleOf(error: unknown): Trouble
  /** Is told of it. */
  onStoreTrouble(error: unknown): void
  /** Is told of what can never be stored. */
  onRefused(ended: EndedSlots, error: unknown): void
}

export interface CheckCycle extends Pick<Scheduler, 'plan' | 'runNow'> {
  stop(deadlineMs: number): Promise<number>
}

/**
 * The way of one check: schedule → dispatch → agent → classify → store → health → alert.
 * Read this file first; each stage is a folder beside it.
 * @param settledSlots up to where every assignment is settled, from the store
 */
export function startCheckCycle(
  parts: CheckCycleParts,
  settledSlots: ReadonlyMap<string, number>
): CheckCycle {
  const { clock, link, classifier, store } = parts

  // 1. The scheduler hands out every slot once, when its time has come: to be run, or as a miss.
  const scheduler = createScheduler(
    clock,
    settledSlots,
    (due) => dispatcher.dispatch(due),
    (misses) => ended.miss(misses)
  )

  // 2. The dispatcher sends what is due to the hosts, each host on its own, in one request per host and moment.
  // 3. The agent runs the plugins one after another; each answer comes back as soon as it is there.
  const dispatcher = createDispatcher(clock, link, onOutcome, onMiss)

  function onOutcome(outcome: Outcome) {
    ended.add(outcome)
    ended.miss(scheduler.ended(outcome.assignment))
  }

  function onMiss(miss: Miss) {
    ended.miss([miss, ...scheduler.ended(miss.assignment)])
  }

  // 4. What has ended is gathered into a batch, and its rules judge it with the past in view.
  // 5. The batch is stored in one transaction, with what it changes: states, health, incidents,
  // 6. and the messages to people. Another process sends them, after the commit: see jobs/notify.ts.
  const classify: Classify = (requests) => classifier.classify(requests)
  const ended = collectBatches({
    ...{ clock, spool: parts.spool, troubleOf: parts.troubleOf },
    ...{ onTrouble: parts.onStoreTrouble, onRefused: parts.onRefused },
    release: () => store.release(),
    async settle({ outcomes, misses }, away) {
      const assignments = outcomes.map((outcome) => outcome.assignment)
      try {
        const memory = await store.recall(assignments)
        const results = await judgeResults(outcomes, memory, classify)
        await store.save({ results, misses, away })
      } catch (error) {
        classifier.forget(assignments.map(({ key }) => key))
        throw error
      }
    },
  })

  return {
    plan(configuration: Configuration) {
      ended.inTurn(() => store.configure(configuration))
      scheduler.plan(configuration)
    },
    runNow: (assignments) => scheduler.runNow(assignments),

    /** Ends what runs, or records it as missed. @returns how many slots could not be stored */
    async stop(deadlineMs) {
      scheduler.stop()
      const unfinished = await dispatcher.drain(deadlineMs)
      for (const { assignment, slot } of unfinished)
        onMiss({
          assignment,
          range: { from: slot, to: slot, count: 1 },
          reason: MISS_REASONS.stopping,
        })
      return ended.drain(deadlineMs)
    },
  }
}
