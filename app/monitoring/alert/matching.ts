import type { AlertEntry, Configuration } from '../configuration/configuration.ts'
import type { HealthChange } from '../health/consequences.ts'
import type { StandingChange } from '../health/standings_after.ts'
import type { State } from '../states.ts'

/** A service that a trouble reaches, and how it is now. */
export interface ReachedService {
  id: number
  name: string
  state: State
}

/** An alert that looks at a change. `subject` names what its thread is about. */
export interface Match {
  alert: AlertEntry
  subject: string
  from: State
  to: State
  cause: StandingChange
  /** The service whose health it is; missing for that of a host or a result. */
  service?: ReachedService
  /** All services whose health has the same cause. */
  reached: ReachedService[]
}

type Looked = Omit<Match, 'alert'>

/**
 * An alert without restrictions compares the health of hosts and services; one restricted to checks or plugins compares
 * the state of their results, and the health of services that such a result has changed.
 * Whether anything is sent also depends on what was told before: see `whatToSend`.
 */
export function matchesOf(
  alerts: readonly AlertEntry[],
  changes: readonly StandingChange[],
  healthChanges: readonly HealthChange[],
  services: Configuration['services']
): Match[] {
  const ofServices = healthChanges.flatMap((change) => serviceChange(change, services))
  const reachedBy = Map.groupBy(ofServices, ({ cause }) => cause)
  const complete = (looked: Omit<Looked, 'reached'>): Looked => ({
    ...looked,
    reached: (reachedBy.get(looked.cause) ?? []).map(({ service }) => service),
  })
  const results = changes.map((change) => complete(ofResult(change)))
  const hosts = healthChanges
    .filter(({ subject }) => subject.kind === 'host')
    .map((change) => complete(ofHost(change)))
  const forServices = ofServices.map(complete)
  return alerts.flatMap((alert) => {
    const own = isRestricted(alert) ? results : hosts
    return [
      ...own.filter((looked) => isOfHost(alert, looked) && isMeant(alert, looked)),
      ...forServices.filter((looked) => isOfService(alert, looked) && isMeant(alert, looked)),
    ].map((looked) => ({ alert, ...looked }))
  })
}

/**
 * No recovery without an alert: good news goes to those who had the bad, and to an alert made for good news only.
 * @param hasOpenThread whether this alert has told of trouble with this subject and not yet of its end
 */
export function whatToSend(
  { alert, from, to }: Pick<Match, 'alert' | 'from' | 'to'>,
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

function isOfHost({ hostIds }: AlertEntry, { cause }: Looked): boolean {
  return hostIds === null || hostIds.has(cause.judged.outcome.assignment.host.id)
}

function isOfService({ serviceIds }: AlertEntry, { service }: Looked): boolean {
  return serviceIds === null || serviceIds.has(service!.id)
}

/** What was chosen joins by "or". */
function isMeant(alert: AlertEntry, { cause }: Looked): boolean {
  const { check, plugin } = cause.judged.outcome.assignment
  return !isRestricted(alert) || alert.checkIds.has(check.id) || alert.pluginIds.has(plugin.id)
}

function ofResult(change: StandingChange): Omit<Looked, 'reached'> {
  const subject = `result:${change.judged.outcome.assignment.key}:${change.instance}`
  return { subject, from: change.from, to: change.to, cause: change }
}

function ofHost({ subject, from, to, cause }: HealthChange): Omit<Looked, 'reached'> {
  return { subject: `host:${subject.id}`, from, to, cause }
}

function serviceChange(
  { subject, from, to, cause }: HealthChange,
  services: Configuration['services']
) {
  const name = services.get(subject.id)?.name
  if (subject.kind !== 'service' || name === undefined) return []
  const service = { id: subject.id, name, state: to }
  return [{ subject: `service:${subject.id}`, from, to, cause, service }]
}
