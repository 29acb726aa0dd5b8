import { DateTime, IANAZone } from 'luxon'

/**
 * @param iso ISO 8601
 * @param timeZone IANA name; an unknown one is read as UTC, and then said so
 * @param nearIso the year is left out when it is the year of this moment
 * @returns e.g. `Saturday 21 November, 14:12`
 */
export function momentInWords(iso: string, timeZone: string, nearIso = iso): string {
  const moment = inZone(iso, timeZone)
  if (!moment.isValid) return 'at an unknown time'
  const year = moment.year === inZone(nearIso, timeZone).year ? '' : ' yyyy'
  const zone = IANAZone.isValidZone(timeZone) ? '' : " 'UTC'"
  return moment.toFormat(`cccc d LLLL${year}, HH:mm${zone}`)
}

/** @returns e.g. `Saturday 21 November, 14:12 to 16:40`, or with the day of the end when that is another one */
export function spanInWords(fromIso: string, untilIso: string, timeZone: string): string {
  const [from, until] = [inZone(fromIso, timeZone), inZone(untilIso, timeZone)]
  const isOneDay = from.isValid && until.isValid && from.hasSame(until, 'day')
  const end = isOneDay ? until.toFormat('HH:mm') : momentInWords(untilIso, timeZone, fromIso)
  return `${momentInWords(fromIso, timeZone)} to ${end}`
}

/** @returns e.g. `Sat 14:12` */
export function shortMoment(iso: string, timeZone: string): string {
  return inZone(iso, timeZone).toFormat('ccc HH:mm')
}

function inZone(iso: string, timeZone: string): DateTime {
  const zone = IANAZone.isValidZone(timeZone) ? timeZone : 'utc'
  return DateTime.fromISO(iso, { zone, locale: 'en-GB' })
}
