/** The drawings of the icons, each in a box of 24 by 24 with open strokes; `components/icon.edge` frames them. */
export const ICONS = {
  overview:
    '<path d="M3 11.5 12 4l9 7.5"/><path d="M5.5 9.5V20h13V9.5"/><path d="M9 15.5l2.2 2.2L15.4 13.4"/>',
  machines:
    '<rect x="3" y="4" width="18" height="7" rx="2"/><rect x="3" y="14" width="18" height="7" rx="2"/><path d="M7 7.5h.01M7 17.5h.01M11 7.5h6M11 17.5h6"/>',
  settings:
    '<path d="M4 7h9M19 7h1M4 17h1M11 17h9"/><circle cx="16" cy="7" r="2.75"/><circle cx="8" cy="17" r="2.75"/>',
  logs: '<rect x="4.5" y="3" width="15" height="18" rx="2"/><path d="M8 8h8M8 12h8M8 16h5"/>',
  search: '<circle cx="11" cy="11" r="7"/><path d="M20.5 20.5 16 16"/>',
  person: '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5"/>',
  people:
    '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20c.8-3.6 3.3-5 6.5-5s5.7 1.4 6.5 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 15.5c2 .7 3.1 2.2 3.5 4.5"/>',
  leave:
    '<path d="M14 4H6a1.5 1.5 0 0 0-1.5 1.5v13A1.5 1.5 0 0 0 6 20h8M10 12h10.5M16.5 8l4 4-4 4"/>',
  right: '<path d="M9 5.5 15.5 12 9 18.5"/>',
  down: '<path d="M5.5 9 12 15.5 18.5 9"/>',
  forward: '<path d="M4 12h16M14 6l6 6-6 6"/>',
  done: '<path d="M4.5 12.5 9.5 17.5 19.5 6.5"/>',
  mail: '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 7.5 8.5 6 8.5-6"/>',
  pulse: '<path d="M3 12h4l2.5-6.5 4.5 13 2.5-6.5H21"/>',
  eye: '<path d="M2.5 12c2.5-4.5 5.5-6.5 9.5-6.5s7 2 9.5 6.5c-2.5 4.5-5.5 6.5-9.5 6.5S5 16.5 2.5 12z"/><circle cx="12" cy="12" r="3"/>',
  tool: '<path d="M14.5 6.5a4.5 4.5 0 0 1 5.7-1.2l-3 3 .5 2 2 .5 2.8-2.8a4.5 4.5 0 0 1-6.2 5.7L8.5 21.2 3.8 16.5l7.5-7.5a4.5 4.5 0 0 1 3.2-2.5z"/>',
  fault: '<circle cx="12" cy="12" r="9.5"/><path d="M12 7v6M12 16.7v.01"/>',
  chip: '<rect x="6" y="6" width="12" height="12" rx="2"/><rect x="10" y="10" width="4" height="4"/><path d="M9 2.5V6M15 2.5V6M9 18v3.5M15 18v3.5M2.5 9H6M2.5 15H6M18 9h3.5M18 15h3.5"/>',
  disk: '<rect x="3" y="12" width="18" height="8" rx="2"/><path d="M3.5 13 6.5 4.5h11l3 8.5M7 16h.01M11 16h.01"/>',
  memory:
    '<rect x="2.5" y="7" width="19" height="9" rx="1.5"/><path d="M7 10v3M12 10v3M17 10v3M6 16v3M10 16v3M14 16v3M18 16v3"/>',
  network: '<path d="M7 20V6M3.5 9.5 7 6l3.5 3.5M17 4v14M13.5 14.5 17 18l3.5-3.5"/>',
  table: '<rect x="3" y="4" width="18" height="16" rx="2"/><path d="M3 10h18M3 15h18M10 10v10"/>',
  bell: '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z"/><path d="M10 21h4"/>',
  edit: '<path d="M4 20l1-5L16.5 3.5l4 4L9 19z"/><path d="m14 6 4 4"/>',
  refresh:
    '<path d="M20 6v5h-5M4 18v-5h5"/><path d="M19 11A7.5 7.5 0 0 0 6 7.2L4.5 9M5 13a7.5 7.5 0 0 0 13 3.8l1.5-1.8"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  bin: '<path d="M4 6.5h16M9.5 6V4h5v2M6 6.5 7 20h10l1-13.5M10 10.5v6M14 10.5v6"/>',
  package: '<path d="M12 3 4 7v10l8 4 8-4V7z"/><path d="m4.5 7.2 7.5 3.8 7.5-3.8M12 11v9.5"/>',
  clock: '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
  heart:
    '<path d="M12 20C6 15.5 3.5 12.3 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 3.3-2.5 6.5-8.5 11z"/>',
} as const

export type IconName = keyof typeof ICONS

const PLUGIN_ICONS: Record<string, IconName> = {
  heartbeat: 'heart',
  cpu: 'chip',
  memory: 'memory',
  disk_space: 'disk',
  updates: 'package',
  network: 'network',
}

/** @returns the icon of a plugin; the pulse where none is known */
export function iconOfPlugin(identifier: string): IconName {
  return PLUGIN_ICONS[identifier] ?? 'pulse'
}

/** @returns an icon as HTML; words beside it say what it means, so it is hidden from screen readers */
export function icon(name: IconName, size: '' | 'i-s' | 'i-l' | 'i-hero' = ''): string {
  return `<svg class="i ${size}" viewBox="0 0 24 24" aria-hidden="true">${ICONS[name]}</svg>`
}
