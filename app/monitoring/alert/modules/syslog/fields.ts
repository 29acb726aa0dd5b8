import type { OptionField } from '../module.ts'
import { FACILITIES, TRANSPORTS } from './options.ts'

/** The options of syslog, in the order of its form. */
export const SYSLOG_FIELDS: readonly OptionField[] = [
  {
    name: 'host',
    label: 'Log server',
    help: 'Its name or address, like logs.example.com.',
    type: 'text',
    isRequired: true,
  },
  {
    name: 'transport',
    label: 'Transport',
    help: 'What the log server takes, like tls: udp is usual and notices no loss, tcp notices it, tls is encrypted too.',
    type: 'choice',
    isRequired: false,
    choices: TRANSPORTS,
  },
  {
    name: 'port',
    label: 'Port',
    help: 'A number like 514, which is usual, or 6514 for tls; leave it empty for these.',
    type: 'text',
    isRequired: false,
  },
  {
    name: 'facility',
    label: 'Facility',
    help: 'What the log server sorts by, like local0; empty for daemon.',
    type: 'choice',
    isRequired: false,
    choices: Object.keys(FACILITIES),
  },
  {
    name: 'structuredData',
    label: 'Structured data',
    help: 'Sent with every message, such as the key of a log service, like [site@32473 name="shop"].',
    type: 'secret',
    isRequired: false,
  },
]
