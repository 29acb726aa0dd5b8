import { bytes, duration, number, percent, UNKNOWN_AMOUNT } from './format.ts'

/** Live facts the texts may name. A missing number reads "an unknown amount". */
export interface AdviceFacts {
  value: number | null
  message: string
  reason: string
  instance?: string
  host: { name: string }
  /** Newest metrics by name; those of `instance` where the state belongs to one. */
  metrics: Record<string, number | null>
  limits: Record<string, number | string | boolean>
}

/** `{{ path }}` or `{{ path | filter }}`. */
export interface Placeholder {
  path: string
  filter?: string
}

const FILTERS: Record<string, (value: unknown) => string> = { percent, bytes, number, duration }
const PLACEHOLDER = /\{\{([^{}]*)\}\}(\.?)/g
const PATH = /^(value|message|reason|instance|host\.name|(metrics|limits)\.[A-Za-z0-9_]+)$/
const TEXT_PATHS = ['message', 'reason', 'instance', 'host.name']

/**
 * @returns the placeholders of a text, in order
 * @throws Error naming the first placeholder that has no known path or filter
 */
export function placeholdersOf(text: string): Placeholder[] {
  if (/\{\{|\}\}/.test(text.replace(PLACEHOLDER, ''))) {
    throw new Error('"{{" and "}}" do not pair up. Write "{{ value }}" or "{{ value | percent }}".')
  }
  return [...text.matchAll(PLACEHOLDER)].map(([, inside]) => parsePlaceholder(inside))
}

/** Puts the facts into a text in one pass: braces inside a fact stay what they are. */
export function fillPlaceholders(text: string, facts: AdviceFacts): string {
  return text.replace(PLACEHOLDER, (_all, inside: string, stop: string) =>
    endOnce(show(parsePlaceholder(inside), facts), stop)
  )
}

function parsePlaceholder(inside: string): Placeholder {
  const [path, filter, ...more] = inside.split('|').map((part) => part.trim())
  if (!PATH.test(path)) {
    throw new Error(
      `"{{${inside}}}" names nothing known. Use value, message, reason, instance, host.name, metrics.NAME or limits.NAME.`
    )
  }
  if (more.length > 0 || (filter !== undefined && !Object.hasOwn(FILTERS, filter))) {
    const known = Object.keys(FILTERS).join(', ')
    throw new Error(`"{{${inside}}}" has no known filter. Use one of: ${known}.`)
  }
  return { path, filter }
}

function show({ path, filter }: Placeholder, facts: AdviceFacts): string {
  const fact = factAt(path, facts)
  if (filter !== undefined) return FILTERS[filter](fact)
  if (typeof fact === 'number') return number(fact)
  if (typeof fact === 'string') return fact
  if (typeof fact === 'boolean') return fact ? 'yes' : 'no'
  return TEXT_PATHS.includes(path) ? '' : UNKNOWN_AMOUNT
}

function factAt(path: string, facts: AdviceFacts): unknown {
  const [first, name] = path.split('.')
  if (first === 'host') return facts.host.name
  if (first === 'metrics') return own(facts.metrics, name)
  if (first === 'limits') return own(facts.limits, name)
  return own(facts, first)
}

function own(record: object, name: string): unknown {
  return Object.hasOwn(record, name) ? Reflect.get(record, name) : undefined
}

/** Reasons are whole sentences: "{{ reason }}." must not end in two full stops. */
function endOnce(shown: string, stop: string): string {
  return /[.!?]$/.test(shown) ? shown : shown + stop
}
