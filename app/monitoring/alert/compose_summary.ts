import { severityOf } from '../states.ts'
import type { CameAndWent, NotificationContent } from './modules/module.ts'
import { OWN_CONTENT } from './modules/own_content.ts'
import { spanInWords } from './modules/time_in_words.ts'
import type { HeldMessage } from './sort_out_held.ts'

/**
 * @param stories troubles that came and went, each with all its messages, of one alert
 * @param at milliseconds since 1970
 * @returns one message that names them all, in the order they began
 */
export function composeSummary(stories: readonly HeldMessage[][], at: number): NotificationContent {
  const { alertName, timeZone } = stories[0][0].content
  const items = [...Map.groupBy(stories, ([{ subject }]) => subject).values()].map(itemOf)
  const away = awayOf(stories, at)
  const count = items.length === 1 ? '1 trouble' : `${items.length} troubles`
  return {
    ...OWN_CONTENT,
    kind: 'summary',
    title: `${count} came and went while the database was away`,
    what: `While the database was away from ${spanInWords(away.from, away.until, timeZone)}, these came and went.`,
    firstStep: 'Nothing. What is still wrong is told by itself.',
    since: away.from,
    at: new Date(at).toISOString(),
    away,
    cameAndWent: items,
    alertName,
    timeZone,
  }
}

/** @param stories of one subject */
function itemOf(stories: readonly HeldMessage[][]): CameAndWent {
  const problems = stories.flat().filter(({ kind }) => kind === 'problem')
  const worst = problems.reduce((worse, each) =>
    severityOf(each.content.state) > severityOf(worse.content.state) ? each : worse
  )
  const { host, service, check, plugin, instance, state, title } = worst.content
  return {
    host: { id: host.id, name: host.name },
    ...(service && { service }),
    ...{ check, plugin, instance, state, title },
    since: stories[0][0].content.since,
    until: stories.at(-1)!.at(-1)!.content.at,
    times: stories.length,
  }
}

/** A core that ended in between may have seen a part of it only. */
function awayOf(stories: readonly HeldMessage[][], at: number) {
  const now = new Date(at).toISOString()
  const times = stories.flat().map(({ content }) => content.away ?? { from: now, until: now })
  const from = times.map((time) => time.from).reduce((one, other) => (one < other ? one : other))
  const until = times.map((time) => time.until).reduce((one, other) => (one > other ? one : other))
  return { from, until }
}
