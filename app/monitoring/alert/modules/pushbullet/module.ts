import type { AlertModule } from '../module.ts'
import { parsePushbulletOptions, type PushbulletOptions, shownAs } from './options.ts'
import { push } from './send.ts'

const DEADLINE_MS = 30_000

/** @param deadlineMs end of one attempt to push a note */
export function pushbulletModule(deadlineMs: number): AlertModule<PushbulletOptions> {
  return {
    name: 'pushbullet',
    label: 'Pushbullet',
    needs: 'An account with Pushbullet, and its app on your phone or in your browser.',
    fields: [
      {
        name: 'token',
        label: 'Access token',
        help: 'Made in Pushbullet under Settings → Account, like o.0123456789abcdef.',
        type: 'secret',
        isRequired: true,
      },
      {
        name: 'device',
        label: 'Device',
        help: 'Leave it empty for all your devices, or enter the id of one, like ujpah72o0sjAoRtnM0jc.',
        type: 'text',
        isRequired: false,
      },
      {
        name: 'channel',
        label: 'Channel',
        help: 'In place of a device: the tag of a channel of yours, like larkfield-shop.',
        type: 'text',
        isRequired: false,
      },
      {
        name: 'server',
        label: 'Server',
        help: 'Leave it empty for Pushbullet itself, or enter one that speaks the same language, like https://push.example.com.',
        type: 'text',
        isRequired: false,
      },
    ],
    parseOptions: parsePushbulletOptions,
    recipientsOf: (options) => [shownAs(options)],
    onlyTo: (options) => options,
    missing: () => null,
    send: (job) => push(job, deadlineMs),
  }
}

export const pushbullet = pushbulletModule(DEADLINE_MS)
