import type { AlertEntry } from '../configuration/configuration.ts'
import type { StandingChange } from '../health/standings_after.ts'
import type { State } from '../states.ts'

/** The health of a host before and after a batch, with the result that caused the change. */
export interface HealthChange {
  hostId: number
  from: State
  to: State
  cause: StandingChange
}

/** An alert that looks at a change. `subject` names what its thread is about. */
export interface Match {
  alert: AlertEntry
  subject: string
  from: State
  to: State
  cause: StandingChange
}

/**
 * An alert without restrictions compares the health of a host; one restricted to checks or plugins compares the state
 * of that result. Whether anything is sent also depends on what was told before: see `whatToSend`.
 */
export function matchesOf(
  alerts: readonly AlertEntry[],
  changes: readonly StandingChange[],
  healthChanges: readonly HealthChange[]
): Match[] {
  return alerts.flatMap((alert) =>
    isRestricted(alert)
      ? changes.filter((change) => isMeant(alert, change)).map((change) => ofResult(alert, change))
      : healthChanges
          .filter((change) => isOfHost(alert, change.hostId))
          .map((change) => ofHost(alert, change))
  )
}

/**
 * No recovery without an alert: good news goes to those who had the bad, and to an alert made for good news only.
 * @param hasOpenThread whether this alert has told of trouble with this subject and not yet of its end
 */
export function whatToSend(
  { alert, from, to }: Match,
  hasOpenThread: boolean
): 'problem' | 'recovery' | null {
  const isOver = to === 'ok' || to === 'no_data'
  if (!isOver) return alert.from.has(from) && alert.to.has(to) ? 'problem' : null
  if (hasOpenThread) return 'recovery'
  const isForGoodNewsOnly = [...alert.to].every((state) => state === 'ok')
  return isForGoodNewsOnly && from !== 'no_data' && alert.from.has(from) && alert.to.has(to)
    ? 'recovery'
    : null
}

function isRestricted(alert: AlertEntry): boolean {
  return alert.checkIds.size > 0 || alert.pluginIds.size > 0
}

function isOfHost(alert: AlertEntry, hostId: number): boolean {
  return alert.hostIds === null || alert.hostIds.has(hostId)
}

function isMeant(alert: AlertEntry, change: StandingChange): boolean {
  const { host, check, plugin } = change.judged.outcome.assignment
  return (
    isOfHost(alert, host.id) && (alert.checkIds.has(check.id) || alert.pluginIds.has(plugin.id))
  )
}

function ofResult(alert: AlertEntry, change: StandingChange): Match {
  const subject = `result:${change.judged.outcome.assignment.key}:${change.instance}`
  return { alert, subject, from: change.from, to: change.to, cause: change }
}

function ofHost(alert: AlertEntry, change: HealthChange): Match {
  return {
    alert,
    subject: `host:${change.hostId}`,
    from: change.from,
    to: change.to,
    cause: change.cause,
  }
}
