import { describeAlerts } from '../alerts/describe_alerts.ts'
import type Alert from '../models/alert.ts'
import type { State } from '../monitoring/states.ts'
import { rows } from '../queries/rows.ts'
import { ALERT_PATTERN, ANY_MACHINE, NOBODY, alertSentence, restriction } from './alert_sentence.ts'

/** States somebody can be told about, worst first. */
const TELLABLE: State[] = ['critical', 'major', 'minor', 'unknown']

/** What the alert form starts with: the alert that is edited, or a good first one. */
export async function alertFormData(alert: Alert | null) {
  const [described] = alert ? await describeAlerts(alert.id) : []
  const values = described ?? FRESH
  return {
    id: alert?.id ?? null,
    values: { ...values, hostIds: values.hosts.map((host) => host.id) },
    states: TELLABLE,
    hosts: await rows<{ id: number; name: string }>(
      'SELECT id, name FROM hosts ORDER BY lower(name)'
    ),
    sentence: alertSentence(values),
    words: {
      pattern: ALERT_PATTERN,
      only: restriction(values),
      all: ANY_MACHINE,
      nobody: NOBODY,
    },
  }
}

const FRESH = {
  name: '',
  is_enabled: true,
  recipients: [] as string[],
  to: ['critical', 'major'] as State[],
  applies_to: 'all_hosts',
  hosts: [] as { id: number; name: string }[],
  checks: [] as { id: number; name: string }[],
  plugins: [] as { id: number; name: string }[],
}
