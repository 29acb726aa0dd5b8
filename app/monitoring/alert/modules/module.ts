import type { State } from '../../states.ts'
import type { MailSettings } from './email/settings.ts'

/** `summary`: what came and went while nothing could be told. */
export const NOTIFICATION_KINDS = ['problem', 'recovery', 'test', 'summary'] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/**
 * What is told about one change. Plain JSON, stored when the change happens, so that a message sent hours later
 * still says what was true then. Every text may hold words of an agent or a plugin: a module cleans what it uses.
 * The texts are whole sentences; an empty text is left out.
 */
export interface NotificationContent {
  kind: NotificationKind
  host: { id: number; name: string; address: string }
  check: { id: number; name: string }
  plugin: { identifier: string; name: string }
  /** The service whose health has changed because of it; missing when it is about the host itself. */
  service?: { id: number; name: string }
  /** Services this trouble reaches, and how they are now. */
  services: { name: string; state: State }[]
  /** The part of the host it is about, e.g. `/var`; empty for none. */
  instance: string
  state: State
  fromState: State
  /** A few words without a full stop, e.g. `memory almost full`. */
  title: string
  /** The number people look for first, e.g. `96 %`; empty for none. */
  headlineNumber: string
  what: string
  effect: string
  /** The limit that was passed. */
  why: string
  firstStep: string
  whenToCall: string
  /** The sentence the rule returned. */
  reason: string
  /** ISO 8601: the start of the trouble. */
  since: string
  /** ISO 8601: when this message became due; a message sent much later says so. */
  at: string
  /** ISO 8601, only when a reminder will follow. */
  nextReminderAt?: string
  /** How long the trouble lasted, for a recovery. */
  solvedAfterSeconds?: number
  measured?: MeasuredSeries
  /** The limits in force at that moment, for the graph. */
  limits?: MeasuredLimit[]
  /** ISO 8601, of what happened while the database was away: when that was. */
  away?: { from: string; until: string }
  /** Of a summary: all it is about. */
  cameAndWent?: CameAndWent[]
  /** Names of the other people who are told. */
  alsoTold: string[]
  alertName: string
  /** IANA name, e.g. `Europe/London`. */
  timeZone: string
}

/** A trouble that was over before anybody could be told of it. */
export interface CameAndWent {
  host: { id: number; name: string }
  /** The service whose health it was; missing when it was about the host itself. */
  service?: { id: number; name: string }
  check: { id: number; name: string }
  plugin: { identifier: string; name: string }
  instance: string
  /** The worst it was. */
  state: State
  title: string
  /** ISO 8601: from the first beginning to the last end. */
  since: string
  until: string
  /** How often it came. */
  times: number
}

/** The last 24 hours of the value the rule looked at. */
export interface MeasuredSeries {
  /** What is measured, e.g. `memory used`. */
  label: string
  /** `%`, `bytes`, or the unit as it is written behind the number. */
  unit: string
  /** Seconds since 1970 and value, oldest first; null where nothing was measured. */
  points: [epochSeconds: number, value: number | null][]
  limits: MeasuredLimit[]
}

/** A limit as drawn in the graph. */
export interface MeasuredLimit {
  /** In words, e.g. `Major above 90 %`. */
  label: string
  value: number
  state: State
  /** The side of the limit that is bad; found from the other limits when missing. */
  badSide?: 'above' | 'below'
}

/** One message to hand over. */
export interface DeliveryJob<Options> {
  content: NotificationContent
  options: Options
  /** The same for every attempt, so that a repeated message can be recognised: `<id@domain>`. */
  messageId: string
  /** The message id of the first message about this incident. */
  threadId: string
  isFirstInThread: boolean
}

export interface DeliveryContext {
  /** Null while nobody has said how mail is sent. */
  mail: MailSettings | null
  now: Date
}

/** One option of a module, for forms and for the documentation of the API. */
export interface OptionField {
  /** The key in the options. */
  name: string
  label: string
  /** One sentence with an example. */
  help: string
  /** `list`: several texts. `secret`: never shown again once it is stored. */
  type: 'text' | 'secret' | 'list' | 'choice'
  isRequired: boolean
  /** Of a `choice`. */
  choices?: readonly string[]
}

/**
 * What became of a message. `detail` is for the log, `error` is a plain sentence with a fix.
 * `retry`: may work later, or after a setting is put right. `refused`: will never work as it is.
 * `retryFor`: the message went out, but these recipients could not be reached yet; `refusedFor`: nor ever will be.
 */
export type Delivery =
  | { outcome: 'sent'; detail: string; retryFor?: string[]; refusedFor?: string[] }
  | { outcome: 'retry'; error: string; detail: string }
  | { outcome: 'refused'; error: string }

/** A way to tell people. */
export interface AlertModule<Options = unknown> {
  /** The word stored with an alert. */
  name: string
  /** The word people read. */
  label: string
  /** One sentence: what has to be there before it works. */
  needs: string
  fields: readonly OptionField[]
  /** @throws {OptionError} when the input is not usable */
  parseOptions(input: unknown): Options
  /** @returns the addresses as shown to people */
  recipientsOf(options: Options): string[]
  /** @returns the options for some of the recipients only */
  onlyTo(options: Options, recipients: readonly string[]): Options
  /** @returns what has to be set up before anything can be sent, as a sentence; null when nothing is missing */
  missing(context: DeliveryContext): string | null
  /** Never throws: every failure is a delivery. Called only when nothing is missing. */
  send(job: DeliveryJob<Options>, context: DeliveryContext): Promise<Delivery>
}

/** A setting that cannot be used. The message is a sentence that says how to put it right. */
export class OptionError extends Error {
  readonly field: string

  constructor(field: string, message: string) {
    super(message)
    this.name = 'OptionError'
    this.field = field
  }
}
