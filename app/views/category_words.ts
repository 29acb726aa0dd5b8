import type { LogCategory } from '../monitoring/logs/system_log.ts'

const WORDS: Record<LogCategory, string> = {
  scheduler: 'Timing',
  dispatcher: 'Asking machines',
  classification: 'Rules',
  alerting: 'Alerts',
  agent: 'Agents',
  deployment: 'Installing',
  appliance: 'This box',
}

/** @returns the word people read for a category of the System Logs */
export function categoryWord(category: LogCategory): string {
  return WORDS[category]
}
