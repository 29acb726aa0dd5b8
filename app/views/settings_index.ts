import type { Role } from '../access/roles.ts'
import type { IconName } from './icons.ts'

/** One line of the settings: where it leads, and who may go there. */
export interface SettingLink {
  path: string
  name: string
  about: string
  icon: IconName
  role: Role
}

export const SETTINGS: SettingLink[] = [
  {
    path: '/alerts',
    name: 'Alerts',
    about: 'Who is told when something becomes how bad.',
    icon: 'bell',
    role: 'viewer',
  },
  {
    path: '/settings/mail',
    name: 'Mail',
    about: 'The mailbox that alerts are sent through.',
    icon: 'mail',
    role: 'owner',
  },
  {
    path: '/account',
    name: 'Your account',
    about: 'Your name, password and colours.',
    icon: 'person',
    role: 'viewer',
  },
  {
    path: '/users',
    name: 'Users',
    about: 'Who may sign in, and what they may do.',
    icon: 'people',
    role: 'owner',
  },
  {
    path: '/logs',
    name: 'System Logs',
    about: 'What Prophasis itself has to say.',
    icon: 'logs',
    role: 'viewer',
  },
]
