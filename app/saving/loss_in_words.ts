const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** What is deleted with it, and what only loses it. */
const DELETED: [name: string, one: string, many: string][] = [
  ['series', 'series of results', 'series of results'],
  ['open_incidents', 'open incident', 'open incidents'],
  ['rules', 'rule', 'rules'],
  ['limits', 'limit', 'limits'],
]
const LEFT_WITHOUT: [name: string, word: string][] = [
  ['checks', 'check'],
  ['host_groups', 'host group'],
  ['services', 'service'],
  ['schedules', 'schedule'],
]

/** @returns what a deletion takes along, as sentences */
export function inWords(word: string, loss: Record<string, unknown>): string {
  return [gone(word, loss), left(loss), switchedOff(loss), emptied(loss)].filter(Boolean).join(' ')
}

function gone(word: string, loss: Record<string, unknown>): string {
  const parts = DELETED.flatMap(([name, one, many]) => {
    const amount = Number(loss[name] ?? 0)
    return amount === 0 ? [] : [`${amount} ${amount === 1 ? one : many}`]
  })
  return parts.length === 0
    ? `Only the ${word} itself is deleted.`
    : `With the ${word} go ${AND.format(parts)}.`
}

function left(loss: Record<string, unknown>): string {
  const names = LEFT_WITHOUT.flatMap(([name, word]) =>
    namesIn(loss[name]).map((each) => `the ${word} “${each}”`)
  )
  return names.length === 0 ? '' : `It is taken out of ${shortened(names)}.`
}

function switchedOff(loss: Record<string, unknown>): string {
  const names = namesIn(loss.alerts_switched_off).map((each) => `“${each}”`)
  return names.length === 0 ? '' : `Alerts that are then switched off: ${shortened(names)}.`
}

function emptied(loss: Record<string, unknown>): string {
  const groups = (loss.emptied_redundancy_groups ?? []) as { service: { name: string } }[]
  const names = groups.map(({ service }) => `“${service.name}”`)
  return names.length === 0
    ? ''
    : `A redundancy group is then empty in ${shortened([...new Set(names)])}.`
}

function namesIn(given: unknown): string[] {
  return ((given ?? []) as { name: string }[]).map((each) => each.name)
}

function shortened(names: string[]): string {
  if (names.length <= 6) return AND.format(names)
  return AND.format([...names.slice(0, 5), `${names.length - 5} more`])
}
