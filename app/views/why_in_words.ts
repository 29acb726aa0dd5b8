import type { MachineRow } from '../queries/list_machines.ts'

/** @returns one sentence beside a machine in a list */
export function whyInWords({ state, reason, pluginName, instance, isPaused }: MachineRow): string {
  if (isPaused) return 'Paused: it is not checked.'
  if (state === 'no_data') return 'No result yet.'
  if (state === 'ok') return 'All is well.'
  const where = [pluginName ?? 'State', instance].filter((part) => part !== '').join(' ')
  return reason === '' ? `${where} is not as it should be.` : `${where}: ${reason}`
}
