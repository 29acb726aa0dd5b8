import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runAgent } from './commands/run.ts'
import { runPluginOnce } from './commands/run_plugin.ts'
import { setUp } from './commands/setup.ts'
import { agentStatus } from './commands/status.ts'
import { log } from './log.ts'
import { UserError } from './user_error.ts'
import { AGENT_VERSION } from './version.ts'

const USAGE = `prophasis-agent ${AGENT_VERSION}

  setup --yes [--json] --folder DIR [--port N] [--host ADDRESS] [--new-key] [--port-fallback]
  run --folder DIR [--port-fallback [--avoid-port N]] [--end-with-stdin]
  status --folder DIR
  run-plugin ID --folder DIR
`

const OPTIONS = {
  'folder': { type: 'string' },
  'port': { type: 'string' },
  'host': { type: 'string' },
  'json': { type: 'boolean' },
  'yes': { type: 'boolean' },
  'new-key': { type: 'boolean' },
  'port-fallback': { type: 'boolean' },
  'avoid-port': { type: 'string' },
  'end-with-stdin': { type: 'boolean' },
  'help': { type: 'boolean' },
} as const

type Options = ReturnType<typeof commandLine>['values']

async function main() {
  const { values, positionals } = commandLine()
  const [command, ...rest] = positionals
  if (values.help || command === undefined) return void process.stdout.write(USAGE)
  const folder = resolve(required(values.folder, '--folder'))
  if (command === 'setup') return setUpCommand(values, folder)
  if (command === 'run') return runAgent({ folder, ...runOptions(values) })
  if (command === 'status') return print(await agentStatus(folder))
  if (command === 'run-plugin') {
    return print(await runPluginOnce(required(rest[0], 'the id of the plugin'), folder))
  }
  throw new UserError(`There is no command "${command}".\n${USAGE}`)
}

function commandLine() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n${USAGE}`)
  }
}

async function setUpCommand(values: Options, folder: string) {
  if (!values.yes) {
    throw new UserError('Setup writes the configuration at once; confirm that with --yes.')
  }
  const answer = await setUp({
    folder,
    port: values.port === undefined ? undefined : Number(values.port),
    host: values.host,
    newKey: values['new-key'] === true,
    portFallback: values['port-fallback'] === true,
  })
  if (values.json) return print(answer)
  const key = answer.key ? `key (shown this once): ${answer.key}\n` : ''
  const { port, fingerprint } = answer
  process.stdout.write(`port: ${port}\n${key}certificate SHA-256: ${fingerprint}\n`)
}

function runOptions(values: Options) {
  return {
    portFallback: values['port-fallback'] === true,
    endWithStdin: values['end-with-stdin'] === true,
    avoidedPort: values['avoid-port'] === undefined ? undefined : Number(values['avoid-port']),
  }
}

function required(value: string | undefined, name: string): string {
  if (value !== undefined) return value
  throw new UserError(`${name} is missing.\n${USAGE}`)
}

function print(value: unknown) {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

// Whoever read our output may be gone; that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

main().then(
  // Whatever a plugin may have left open must not keep the process.
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof UserError) process.stderr.write(`${error.message}\n`)
    else log(`the agent failed: ${error instanceof Error ? error.stack : String(error)}`)
    process.exit(1)
  }
)
