import type { State } from '../../app/monitoring/states.ts'

/** How a plugin or one of its instances stands, and for how many minutes. */
export interface Part {
  instance: string
  state: State
  minutes: number
  reason: string
}

/** One machine of the story. */
export interface Machine {
  name: string
  address: string
  os: string
  state: State
  minutes: number
  /** By plugin, what is not OK. */
  troubles?: Record<string, Omit<Part, 'instance'> & { instance?: string }>
  plugins?: string[]
}

/** Plugins of a machine that names none. */
export const PLUGINS = ['heartbeat', 'cpu', 'load', 'memory', 'disk_space', 'updates']

const DISK_FULL = 'The disk has very little room left.'
export const SILENT =
  'The connection was refused: nothing listens on that port, or the machine is off.'

export const MACHINES: Machine[] = [
  {
    ...{ name: 'shop-server', address: '192.168.10.5', os: 'Debian 12' },
    ...{ state: 'critical', minutes: 42 },
    troubles: {
      disk_space: { instance: '/', state: 'critical', minutes: 42, reason: DISK_FULL },
      updates: { state: 'minor', minutes: 700, reason: 'A security update has waited too long.' },
    },
  },
  {
    ...{ name: 'web2', address: '203.0.113.12', os: 'Ubuntu 24.04', state: 'major', minutes: 21 },
    troubles: { heartbeat: { state: 'major', minutes: 21, reason: SILENT } },
    plugins: ['heartbeat', 'cpu'],
  },
  {
    ...{ name: 'nas', address: '192.168.10.9', os: 'Debian 12', state: 'minor', minutes: 174 },
    troubles: {
      memory: { state: 'minor', minutes: 174, reason: 'Little memory is left, for some time now.' },
    },
  },
  {
    ...{ name: 'backup-pi', address: '192.168.10.23', os: 'Raspberry Pi OS' },
    ...{ state: 'unknown', minutes: 348 },
    troubles: {
      updates: { state: 'unknown', minutes: 348, reason: 'The list of updates cannot be read.' },
    },
  },
  ...['router', 'till-1', 'till-2', 'web1', 'office-pc', 'ups'].map((name, index) => ({
    ...{ name, address: `192.168.10.${30 + index}`, os: 'Debian 12' },
    ...{ state: 'ok' as const, minutes: 9000 + index, plugins: ['heartbeat', 'cpu', 'memory'] },
  })),
  { name: 'prophasis', address: '127.0.0.1', os: 'Debian 12', state: 'ok', minutes: 4000 },
  {
    ...{ name: 'label-printer', address: '192.168.10.60', os: '', state: 'no_data', minutes: 0 },
    plugins: ['heartbeat'],
  },
]
