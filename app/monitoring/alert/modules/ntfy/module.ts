import type { AlertModule } from '../module.ts'
import { type NtfyOptions, parseNtfyOptions, shownAs } from './options.ts'
import { publish } from './send.ts'

const DEADLINE_MS = 30_000

/** @param deadlineMs end of one attempt to publish a message */
export function ntfyModule(deadlineMs: number): AlertModule<NtfyOptions> {
  return {
    name: 'ntfy',
    label: 'ntfy',
    needs: 'The ntfy app on your phone, and a topic that it follows.',
    fields: [
      {
        name: 'topic',
        label: 'Topic',
        help: 'The topic that your phone follows, like larkfield-shop-7Kq2; whoever knows the name of a public topic can read it.',
        type: 'text',
        isRequired: true,
      },
      {
        name: 'server',
        label: 'Server',
        help: 'Leave it empty for https://ntfy.sh, or enter your own, like https://ntfy.example.com.',
        type: 'text',
        isRequired: false,
      },
      {
        name: 'token',
        label: 'Access token',
        help: 'Only for a topic that is kept from strangers, like tk_0123456789abcdef.',
        type: 'secret',
        isRequired: false,
      },
      {
        name: 'user',
        label: 'User',
        help: 'In place of a token, like anna.',
        type: 'text',
        isRequired: false,
      },
      {
        name: 'password',
        label: 'Password',
        help: 'The password of this user, like the one you enter in the ntfy app.',
        type: 'secret',
        isRequired: false,
      },
    ],
    parseOptions: parseNtfyOptions,
    recipientsOf: (options) => [shownAs(options)],
    onlyTo: (options) => options,
    missing: () => null,
    send: (job) => publish(job, deadlineMs),
  }
}

export const ntfy = ntfyModule(DEADLINE_MS)
