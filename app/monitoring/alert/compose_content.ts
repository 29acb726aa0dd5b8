import { fillAdvice, type AdviceTexts } from '../../plugins/advice.ts'
import { limitLevels } from '../../plugins/limit_levels.ts'
import type { AlertEntry, Assignment } from '../configuration/configuration.ts'
import { limitsFor } from '../configuration/effective_limits.ts'
import type { StandingChange } from '../health/standings_after.ts'
import { STATE_WORDS, type State } from '../states.ts'
import type { Match } from './matching.ts'
import { inWords, measureOf, metricsOf } from './measure.ts'
import type { MeasuredLimit, NotificationContent } from './modules/module.ts'

/**
 * Writes down everything one message says, at the moment of the change, so that a message sent later still tells what
 * was true then. Only the graph is added when it is sent.
 * @param troubleSince when the trouble began, milliseconds since 1970
 */
export function composeContent(
  match: Match,
  kind: 'problem' | 'recovery',
  troubleSince: number,
  alsoTold: string[]
): NotificationContent {
  const { cause, alert } = match
  const { assignment, answer, slot } = cause.judged.outcome
  const { host, check, plugin } = assignment
  const measure = measureOf(plugin, cause.instance)
  const value =
    measure.metric === '' ? answer.value : metricsOf(answer, cause.instance)[measure.metric]
  const texts = textsFor(cause, kind === 'problem' ? cause.to : cause.from)
  return {
    kind,
    host: { id: host.id, name: host.name, address: host.address },
    check,
    plugin: { identifier: plugin.identifier, name: plugin.name },
    ...(match.service && { service: { id: match.service.id, name: match.service.name } }),
    services: match.reached.map(({ name, state }) => ({ name, state })),
    instance: cause.instance,
    state: match.to,
    fromState: match.from,
    limits: limitLines(cause, measure.unit),
    title: texts.title,
    headlineNumber: inWords(value, measure.unit),
    what: kind === 'problem' ? texts.what : `${plugin.name} is fine again.`,
    effect: kind === 'problem' ? texts.why : '',
    why: kind === 'problem' ? whyOf(match, alert) : '',
    firstStep: kind === 'problem' ? texts.firstStep : '',
    whenToCall: kind === 'problem' ? texts.whenToCall : '',
    reason: cause.reason,
    since: new Date(troubleSince).toISOString(),
    at: new Date(slot).toISOString(),
    ...(kind === 'recovery' && {
      solvedAfterSeconds: Math.max(0, Math.round((slot - troubleSince) / 1000)),
    }),
    alsoTold,
    alertName: alert.name,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}

/** The plugin's own texts; a package from elsewhere may lack them. */
function textsFor(cause: StandingChange, state: State): AdviceTexts {
  const { assignment, answer } = cause.judged.outcome
  const { plugin, host } = assignment
  const texts =
    state in plugin.advice ? plugin.advice[state as keyof typeof plugin.advice] : undefined
  if (!texts) return plainTexts(plugin.name, state, cause.reason || answer.message)
  const limits = limitsFor(assignment, cause.instance)
  return fillAdvice(texts, {
    value: answer.value,
    message: answer.message,
    reason: cause.reason,
    instance: cause.instance,
    host: { name: host.name },
    metrics: { ...metricsOf(answer, ''), ...metricsOf(answer, cause.instance) },
    limits,
  })
}

function plainTexts(name: string, state: State, reason: string): AdviceTexts {
  return {
    title: `${name} is ${STATE_WORDS[state].toLowerCase()}`,
    what: reason || `The rule of “${name}” calls this ${STATE_WORDS[state].toLowerCase()}.`,
    why: 'This plugin does not say what that means for your work.',
    firstStep: 'Open the machine in Prophasis and look at the latest values.',
    whenToCall: 'If you do not know the cause, ask whoever set up this check.',
  }
}

/** The limits as lines in a graph of that unit. */
function limitLines({ judged, instance }: StandingChange, unit: string): MeasuredLimit[] {
  const { assignment, answer } = judged.outcome
  const { manifest } = assignment.plugin
  if (!looksAtLimits(assignment) || unit !== manifest.value_unit) return []
  const levels = limitLevels(manifest, limitsFor(assignment, instance), metricsOf(answer, ''))
  return levels.map(({ state, from }) => {
    const label = `${STATE_WORDS[state]} above ${inWords(from, unit)}`
    return { label, value: from, state, badSide: 'above' }
  })
}

/** A rule of the user's own may not. */
function looksAtLimits({ rule }: Assignment): boolean {
  return /\blimits/.test(rule.code)
}

/** What the rule says, and the limits it goes by. */
function whyOf({ cause }: Match, alert: AlertEntry): string {
  const { assignment } = cause.judged.outcome
  const limit = looksAtLimits(assignment) ? limitsInWords(assignment, cause.instance, cause.to) : ''
  const states = [...alert.to].map((state) => STATE_WORDS[state]).join(', ')
  const told = `The alert “${alert.name}” tells of changes to ${states}.`
  return [cause.reason, limit].filter((sentence) => sentence !== '').join(' ') || told
}

/** Limits named after a state, as their labels say it: "Major is: used more than 90 %, and less left than 5 GB." */
function limitsInWords(assignment: Assignment, instance: string, state: State): string {
  const limits = limitsFor(assignment, instance)
  const phrases = assignment.plugin.manifest.limits.flatMap(({ name, label, unit }) => {
    const value = limits[name]
    if (!name.startsWith(`${state}_`) || value === false) return []
    const amount = typeof value === 'number' ? ` ${inWords(value, unit)}` : ''
    return [`${label.replace(/^\w+: /, '')}${amount}`]
  })
  return phrases.length === 0 ? '' : `${STATE_WORDS[state]} is: ${phrases.join(', ')}.`
}
