import type { AlertModule } from '../module.ts'
import { SYSLOG_FIELDS } from './fields.ts'
import { parseSyslogOptions, shownAs, type SyslogOptions } from './options.ts'
import { sendToLog, type SyslogPatience } from './send.ts'

/** @param patience how long one attempt may take */
export function syslogModule(patience: SyslogPatience): AlertModule<SyslogOptions> {
  return {
    name: 'syslog',
    label: 'Syslog',
    needs: 'A log server in your network that takes messages of RFC 5424.',
    fields: SYSLOG_FIELDS,
    parseOptions: parseSyslogOptions,
    recipientsOf: (options) => [shownAs(options)],
    onlyTo: (options) => options,
    missing: () => null,
    send: (job) => sendToLog(job, patience),
  }
}

export const syslog = syslogModule({ deadlineMs: 20_000, farewellMs: 3_000 })
