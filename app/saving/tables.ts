/** What people set, by the table it is kept in: the word for one of it, and where the API lists them. */
export const KINDS = {
  hosts: { word: 'host', path: '/api/v1/hosts' },
  host_groups: { word: 'host group', path: '/api/v1/host-groups' },
  checks: { word: 'check', path: '/api/v1/checks' },
  schedules: { word: 'schedule', path: '/api/v1/schedules' },
  services: { word: 'service', path: '/api/v1/services' },
  plugins: { word: 'plugin', path: '/api/v1/plugins' },
  alerts: { word: 'alert', path: '/api/v1/alerts' },
} as const

export type Kind = keyof typeof KINDS
