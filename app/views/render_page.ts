import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed, type Role } from '../access/roles.ts'
import { type FrameFacts, readFrame } from '../queries/read_frame.ts'
import { type BoxHealth, readBoxHealth } from './box_health.ts'
import type { Theme } from './theme.ts'

/** Where the navigation stands. */
export type Section = 'overview' | 'machines' | 'logs' | 'settings'

/** What the layout of a page for somebody signed in draws. */
export interface Frame extends FrameFacts {
  section: Section
  title: string
  person: { name: string; role: Role }
  theme: Theme
  box: BoxHealth
}

/** @returns the HTML of a page for the person who is signed in, with the frame around it */
export async function renderPage(
  ctx: HttpContext,
  template: string,
  { section, title }: { section: Section; title: string },
  data: object
): Promise<string> {
  const user = ctx.auth.use('web').user!
  const facts = await readFrame(Number(user.lastSeenLogId))
  const frame: Frame = {
    ...facts,
    section,
    title,
    person: { name: user.fullName, role: user.role },
    theme: user.theme as Theme,
    box: await readBoxHealth(),
  }
  const can = (role: Role) => isAllowed(user.role, role)
  // A page holds states of this very moment: going back must not show old ones.
  ctx.response.header('Cache-Control', 'no-store')
  return ctx.view.render(template, { ...data, frame, can })
}
