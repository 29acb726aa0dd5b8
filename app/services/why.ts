import { STATE_WORDS, type State } from '../monitoring/states.ts'
import type { TreeGroup, TreePart } from './service_tree.ts'
import type { Trouble } from './words.ts'

const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' })
const MOST_NAMES = 4

/** @returns a sentence why a machine is as it is */
export function whyHost(name: string, health: State, trouble?: Trouble): string {
  if (health === 'no_data') return `Nothing is known of ${name} yet.`
  if (health === 'ok' || !trouble) return `${name} is ${wordOf(health)}.`
  const { plugin, instance, reason } = trouble
  const part = instance === '' ? plugin : `${plugin}, ${instance}`
  return ended(`${name} is ${wordOf(health)}: ${part}${reason === '' ? '' : `. ${reason}`}`)
}

/** @returns a sentence why a host group is as it is */
export function whyGroup(health: State, hosts: readonly TreePart[]): string {
  if (hosts.length === 0) return 'There is no machine in it.'
  if (health === 'no_data') return 'Nothing is known of its machines yet.'
  if (health === 'ok') return 'All its machines are well.'
  return worstOnes(hosts.filter((host) => host.health === health))
}

/** @returns a sentence why a redundancy group is as it is */
export function whyRedundancy(
  health: State,
  atLeast: number,
  hosts: readonly TreePart[],
  isEmpty: boolean
): string {
  if (isEmpty) return 'It has no members any more. Choose some, or take it out of the service.'
  if (hosts.length === 0) return 'There is no machine in it.'
  if (health === 'no_data') return 'Nothing is known of its machines yet.'
  const well = hosts.filter((host) => host.health === 'ok').length
  const needed = `${atLeast} of ${hosts.length} ${atLeast === 1 ? 'is' : 'are'} needed and ${well} ${well === 1 ? 'is' : 'are'} well`
  if (health === 'ok') return `${needed}.`
  const bad = hosts.filter((host) => host.health !== 'ok')
  return `${needed}: ${shortList(bad.map((host) => `${host.name} ${isAs(host.health)}`))}.`
}

/** @returns a sentence why a service is as it is: what is worst in it explains it */
export function whyService(
  health: State,
  parts: { dependencies: readonly TreePart[]; redundancy_groups: readonly TreeGroup[] }
): string {
  const all = [...parts.dependencies, ...parts.redundancy_groups]
  if (all.length === 0) return 'It needs nothing yet, so nothing is known of it.'
  if (health === 'no_data') return 'Nothing is known yet of what it needs.'
  if (health === 'ok') return 'All that it needs is well.'
  const cause = all.find((part) => part.health === health)
  if (!cause) return `Something it needs is ${wordOf(health)}.`
  if ('kind' in cause && cause.kind !== 'host')
    return `${cause.name} is ${wordOf(health)}. ${cause.why}`
  return cause.why
}

function worstOnes(hosts: readonly TreePart[]): string {
  if (hosts.length === 1) return hosts[0].why
  return `${shortList(hosts.map((host) => host.name))} are ${wordOf(hosts[0].health)}.`
}

function isAs(health: State): string {
  return health === 'no_data' ? 'has told nothing yet' : `is ${wordOf(health)}`
}

function wordOf(state: State): string {
  return state === 'ok' ? 'well' : STATE_WORDS[state].toLowerCase()
}

function shortList(names: string[]): string {
  if (names.length <= MOST_NAMES) return AND.format(names)
  return AND.format([...names.slice(0, MOST_NAMES - 1), `${names.length - MOST_NAMES + 1} more`])
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}
