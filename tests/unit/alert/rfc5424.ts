/** A message of RFC 5424, taken apart by its grammar. */
export interface LogMessage {
  facility: number
  severity: number
  timestamp: string
  hostname: string
  appName: string
  procId: string
  msgId: string
  /** Names and values of each element, by its id. */
  data: Record<string, Record<string, string>>
  /** Without its byte order mark. */
  text: string
}

const HEADER =
  /^<(\d{1,3})>1 (-|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) /
const ELEMENT = /^\[([!#-<>-\\^-~]{1,32})((?: [!#-<>-\\^-~]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*)\]/
const PARAM = / ([!#-<>-\\^-~]{1,32})="((?:[^"\\\]]|\\["\\\]])*)"/g

/** @throws when the message does not follow the grammar, or is no UTF-8 with a byte order mark */
export function readLogMessage(message: Buffer): LogMessage {
  const whole = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(message)
  const header = HEADER.exec(whole)
  if (!header) throw new Error(`no header of RFC 5424: ${whole}`)
  const [start, priority, timestamp, hostname, appName, procId, msgId] = header
  const data: LogMessage['data'] = {}
  let rest = whole.slice(start.length)
  for (let element = ELEMENT.exec(rest); element; element = ELEMENT.exec(rest)) {
    if (element[1] in data) throw new Error(`the element ${element[1]} comes twice`)
    data[element[1]] = Object.fromEntries(
      [...element[2].matchAll(PARAM)].map(([, name, value]) => [
        name,
        value.replace(/\\(["\\\]])/g, '$1'),
      ])
    )
    rest = rest.slice(element[0].length)
  }
  if (!rest.startsWith(' \ufeff')) throw new Error(`no text of UTF-8: ${rest}`)
  if (Number(priority) > 191) throw new Error(`no priority: ${priority}`)
  const severity = Number(priority) % 8
  const facility = (Number(priority) - severity) / 8
  const text = rest.slice(2)
  return { facility, severity, timestamp, hostname, appName, procId, msgId, data, text }
}
