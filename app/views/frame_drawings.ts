import type { IconName } from './icons.ts'
import type { Section } from './render_page.ts'
import type { Theme } from './theme.ts'

/** The navigation: only pages that exist. */
export const PLACES: {
  section: Section
  path: string
  name: string
  short: string
  icon: IconName
}[] = [
  { section: 'overview', path: '/', name: 'Overview', short: 'Overview', icon: 'overview' },
  {
    section: 'machines',
    path: '/machines',
    name: 'Machines',
    short: 'Machines',
    icon: 'machines',
  },
  { section: 'logs', path: '/logs', name: 'System Logs', short: 'Logs', icon: 'logs' },
  { section: 'settings', path: '/settings', name: 'Settings', short: 'Settings', icon: 'settings' },
]

/** The mark of the product, as HTML. */
export const BRAND_MARK =
  '<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect class="m-ground" width="32" height="32" rx="8"/><path class="m-line" d="M6.5 21.5 11 16l3.5 3.5 3.5-5"/><circle class="m-dot" cx="21.5" cy="11" r="1.7"/><circle class="m-dot" cx="25.3" cy="7.3" r="1.7"/></svg>'

/** @returns the attribute that fixes a theme; nothing for "auto", which leaves it to the browser */
export function themeAttribute(theme: Theme): string {
  return theme === 'auto' ? '' : `data-theme="${theme}"`
}

/** @returns how many log entries are new, as HTML; nothing for none */
export function unreadCount(unread: number): string {
  if (unread === 0) return ''
  return `<span class="count count-quiet">${unread >= 100 ? '99+' : unread}<span class="hidden"> new</span></span>`
}
