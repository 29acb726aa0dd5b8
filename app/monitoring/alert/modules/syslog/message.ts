import type { State } from '../../../states.ts'
import { oneLine } from '../clean_text.ts'
import { shortText, titleLine } from '../few_words.ts'
import type { DeliveryJob, NotificationContent } from '../module.ts'
import { FACILITIES, type SyslogOptions } from './options.ts'

/** What every receiver should take (RFC 5424, 6.1), and what fits a datagram. */
const MOST_BYTES = 2048
const LONGEST_VALUE = 60
const LONGEST_TEXT = 800
/** The element with our own fields. 32473 stands for those who have no number of their own. */
const SD_ID = 'prophasis@32473'
const BYTE_ORDER_MARK = '\ufeff'

const SEVERITIES: Record<State, number> = {
  critical: 2,
  major: 3,
  minor: 4,
  degraded: 4,
  unknown: 5,
  ok: 5,
  no_data: 5,
}
const NOTICE = 5
const INFORMATIONAL = 6

/**
 * @param sender the name of this machine
 * @returns one message of RFC 5424, in UTF-8, without a frame
 */
export function syslogMessage(job: DeliveryJob<SyslogOptions>, sender: string): Buffer {
  const { content, options } = job
  const priority = FACILITIES[options.facility] * 8 + severityOf(content)
  const header = [
    `<${priority}>1`,
    timestampOf(content.at),
    sender.replace(/[^\x21-\x7e]/g, '').slice(0, 255) || '-',
    'prophasis',
    '-',
    content.kind,
    ourData(job) + (options.structuredData ?? ''),
  ].join(' ')
  const text = `${titleLine(content)} ${shortText(content, LONGEST_TEXT)}`
  return withinBytes(`${header} ${BYTE_ORDER_MARK}${text}`)
}

function severityOf({ kind, state }: NotificationContent): number {
  if (kind === 'test') return INFORMATIONAL
  return kind === 'recovery' ? NOTICE : SEVERITIES[state]
}

function timestampOf(iso: string): string {
  const time = new Date(iso)
  return Number.isNaN(time.getTime()) ? '-' : time.toISOString()
}

function ourData({ content, messageId, threadId }: DeliveryJob<SyslogOptions>): string {
  const values = {
    messageId,
    threadId,
    state: content.state,
    fromState: content.fromState,
    host: content.host.name,
    service: content.service?.name,
    check: content.check.name,
    plugin: content.plugin.identifier,
    instance: content.instance,
  }
  const params = Object.entries(values).flatMap(([name, value]) => {
    const escaped = oneLine(value ?? '', LONGEST_VALUE).replace(/["\\\]]/g, '\\$&')
    return escaped ? [`${name}="${escaped}"`] : []
  })
  return `[${[SD_ID, ...params].join(' ')}]`
}

/** Cuts behind a whole character. */
function withinBytes(text: string): Buffer {
  const whole = Buffer.from(text)
  if (whole.length <= MOST_BYTES) return whole
  let end = MOST_BYTES
  while ((whole[end] & 0xc0) === 0x80) end -= 1
  return whole.subarray(0, end)
}
