import type { OptionField } from '../module.ts'

/**
 * @param fromHelp what may stand in `from`, with an example
 * @param toLabel who is reached
 * @returns the options of a way to reach people by phone
 */
export function phoneFields(fromHelp: string, toLabel: string): OptionField[] {
  return [
    {
      name: 'to',
      label: toLabel,
      help: 'One or more numbers with the code of the country, like +441632960961.',
      type: 'list',
      isRequired: true,
    },
    { name: 'from', label: 'Sender', help: fromHelp, type: 'text', isRequired: true },
    {
      name: 'account',
      label: 'Account SID',
      help: 'From the first page of your Twilio account, like AC0123456789abcdef0123456789abcdef.',
      type: 'text',
      isRequired: true,
    },
    {
      name: 'token',
      label: 'Auth token',
      help: 'It stands beside the account SID, 32 letters and digits like 0123456789abcdef0123456789abcdef.',
      type: 'secret',
      isRequired: true,
    },
    {
      name: 'server',
      label: 'Server',
      help: 'Leave it empty for Twilio itself, or enter one that speaks the same language, like https://phone.example.com.',
      type: 'text',
      isRequired: false,
    },
  ]
}
