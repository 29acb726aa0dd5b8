import { parseArgs } from 'node:util'
import { PLUGINS } from './answers.ts'

/** What can be said on the command line. */
export interface Options {
  hosts: number
  plugins: number
  intervalSeconds: number
  /** How long is measured. */
  seconds: number
  isBatch: boolean
  /** Names of figures; all when empty. */
  only: string[]
  profile: boolean
  /** At most so many past results per assignment; as many as its rule wants when left out. */
  history?: number
}

const USAGE =
  'Options: --hosts=1000 --plugins=6 --interval=10 --seconds=30 --history=N --batch --profile --only=figure,figure'

/**
 * @param words those of the command line
 * @throws Error with a sentence that says what is wrong
 */
export function parseOptions(words: string[]): Options {
  const { values } = parseArgs({
    args: words,
    options: {
      hosts: { type: 'string', default: '1000' },
      plugins: { type: 'string', default: String(PLUGINS.length) },
      interval: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '30' },
      history: { type: 'string' },
      only: { type: 'string', default: '' },
      batch: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
    },
  })
  return {
    hosts: whole('hosts', values.hosts, 60_000),
    plugins: whole('plugins', values.plugins, PLUGINS.length),
    intervalSeconds: whole('interval', values.interval, 3600),
    seconds: whole('seconds', values.seconds, 3600),
    ...(values.history !== undefined && { history: whole('history', values.history, 1000) }),
    isBatch: values.batch,
    only: values.only.split(',').filter((name) => name !== ''),
    profile: values.profile,
  }
}

function whole(name: string, text: string, most: number): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  throw new Error(`--${name} is "${text}", but must be a whole number from 1 to ${most}. ${USAGE}`)
}
