import vine from '@vinejs/vine'
import { isTimeZone, LONGEST_INTERVAL_SECONDS, UNITS } from '../../schedules/units.ts'
import { nameRules } from '../plain_line.ts'
import { descriptionRules, idListRules } from '../rules.ts'
import { Sentences } from '../sentences.ts'

const timeZone = vine.createRule((value, _options, field) => {
  if (typeof value !== 'string' || !isTimeZone(value)) field.report('', 'timeZone', field)
})

const fields = vine.object({
  name: nameRules(),
  description: descriptionRules().optional(),
  checks: idListRules().optional(),
  intervals: vine
    .array(
      vine.object({
        start_at: vine.string().trim().maxLength(50),
        every: vine.object({
          value: vine
            .number({ strict: true })
            .withoutDecimals()
            .range([1, LONGEST_INTERVAL_SECONDS]),
          unit: vine.enum([...UNITS, ...UNITS.map((unit) => `${unit}s` as const)]),
        }),
      })
    )
    .minLength(1)
    .maxLength(50),
  time_zone: vine.string().trim().maxLength(100).use(timeZone()).optional(),
  maximum_lateness_s: vine
    .number({ strict: true })
    .withoutDecimals()
    .range([1, 7 * 86_400])
    .optional(),
})

const SENTENCES = new Sentences({
  'name': 'Give the schedule a name of at most 100 characters.',
  'intervals':
    'Give at least one interval (and at most 50), like [{"start_at": "2026-01-01T00:00:00Z", "every": {"value": 5, "unit": "minutes"}}].',
  'intervals.*':
    'Give an interval like {"start_at": "2026-01-01T00:00:00Z", "every": {"value": 5, "unit": "minutes"}}.',
  'intervals.*.every': 'Give "every" like {"value": 5, "unit": "minutes"}.',
  'intervals.*.every.value':
    'Give "value" as a whole number from 1; an interval is at least a second and at most 10 years.',
  'intervals.*.every.unit': 'Give "unit" as one of: seconds, minutes, hours, days, weeks.',
  'time_zone': 'Give the name of a time zone, like Europe/London or UTC.',
  'maximum_lateness_s':
    'Say how late a run may be: whole seconds from 1 to 604800, which is a week.',
})

/** POST /schedules */
export const scheduleBody = vine.create(fields)
scheduleBody.messagesProvider = SENTENCES

/** PATCH /schedules/:id: a list that is given takes the place of the whole list. */
export const scheduleChanges = vine.create(fields.partial())
scheduleChanges.messagesProvider = SENTENCES
