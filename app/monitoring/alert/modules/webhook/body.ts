import { cleanDeep } from '../clean_text.ts'
import { titleLine } from '../few_words.ts'
import type { CameAndWent, DeliveryJob } from '../module.ts'
import type { WebhookOptions } from './options.ts'

/** Raised when a field changes its meaning or goes; new fields may come without. See docs/alerts.md. */
const SCHEMA_VERSION = 1

/** @returns the JSON of one message, the same for every attempt */
export function webhookBody(job: DeliveryJob<WebhookOptions>): string {
  const told = cleanDeep(job.content)
  return JSON.stringify({
    schema_version: SCHEMA_VERSION,
    message_id: bareId(job.messageId),
    thread_id: bareId(job.threadId),
    is_first_in_thread: job.isFirstInThread,
    kind: told.kind,
    state: told.state,
    from_state: told.fromState,
    subject: titleLine(told),
    host: told.host,
    service: told.service ?? null,
    services: told.services ?? [],
    check: told.check,
    plugin: told.plugin,
    instance: told.instance,
    title: told.title,
    headline_number: told.headlineNumber,
    texts: {
      what: told.what,
      effect: told.effect,
      why: told.why,
      first_step: told.firstStep,
      when_to_call: told.whenToCall,
      reason: told.reason,
    },
    since: told.since,
    at: told.at,
    next_reminder_at: told.nextReminderAt ?? null,
    solved_after_seconds: told.solvedAfterSeconds ?? null,
    away: told.away ?? null,
    came_and_went: (told.cameAndWent ?? []).map(itemBody),
    alert: told.alertName,
    time_zone: told.timeZone,
  })
}

function itemBody({ service, ...item }: CameAndWent) {
  const { host, check, plugin, instance, state, title, since, until, times } = item
  return {
    ...{ host, service: service ?? null, check, plugin, instance },
    ...{ state, title, since, until, times },
  }
}

/** @returns the id without its brackets, safe in a header */
export function bareId(id: string): string {
  return id.replace(/[^\x21-\x7e]|[<>]/g, '')
}
