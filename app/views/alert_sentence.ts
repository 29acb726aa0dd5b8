import { STATE_WORDS, STATES, type State } from '../monitoring/states.ts'

const LISTS = new Intl.ListFormat('en-GB', { type: 'disjunction' })
const ANDS = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** What the sentence about an alert needs to know. */
export interface AlertWords {
  recipients: string[]
  to: State[]
  hosts: { name: string }[]
  checks: { name: string }[]
  plugins: { name: string }[]
}

/** The sentence with gaps, for the form that fills them in while somebody chooses. */
export const ALERT_PATTERN = 'Tell {to} when {hosts} becomes {states}.'
/** Stand in for what is not chosen yet. */
export const NOBODY = 'nobody yet'
export const ANY_MACHINE = 'any machine'

/** @returns "Tell anna@example.com when any machine becomes critical or major." */
export function alertSentence(alert: AlertWords): string {
  const bad = STATES.toReversed().filter((state) => alert.to.includes(state) && state !== 'ok')
  const parts: Record<string, string> = {
    to: ANDS.format(alert.recipients) || NOBODY,
    hosts: LISTS.format(alert.hosts.map((host) => host.name)) || ANY_MACHINE,
    states: LISTS.format(bad.map((state) => STATE_WORDS[state].toLowerCase())) || 'nothing yet',
  }
  const sentence = ALERT_PATTERN.replace(/\{(\w+)\}/g, (_, name: string) => parts[name])
  return `${sentence}${restriction(alert)}`
}

/** @returns what an alert is narrowed to, as a further sentence; empty for nothing */
export function restriction({ checks, plugins }: Pick<AlertWords, 'checks' | 'plugins'>): string {
  const names = [...checks, ...plugins].map((one) => one.name)
  return names.length === 0 ? '' : ` Only for ${LISTS.format(names)}.`
}
