import type { BaseCommand } from '@adonisjs/core/ace'
import { explainError } from './explain_error.ts'

/** What a command has to say: one object for programs, sentences for people. */
export interface CommandAnswer {
  json: Record<string, unknown>
  sentences: string[]
}

/**
 * Runs a command of ours. Its answer is one line of JSON on stdout with `--json`, else sentences; what goes wrong is
 * a sentence on stderr (with `--json` also an `error` object on stdout) and exit code 1.
 */
export async function answerCommand(
  command: BaseCommand & { json?: boolean },
  run: () => Promise<CommandAnswer>
) {
  try {
    const { json, sentences } = await run()
    print(command.json ? [JSON.stringify(json)] : sentences)
  } catch (error) {
    const { code, message } = explainError(error)
    tellRefusal(code, message, command.json === true)
    command.exitCode = 1
  }
}

/** Says why something was not done: to people, and to programs where they asked. */
export function tellRefusal(code: string, message: string, isForPrograms: boolean) {
  if (isForPrograms) print([JSON.stringify({ error: { code, message } })])
  process.stderr.write(`${message}\n`)
}

function print(lines: string[]) {
  process.stdout.write(`${lines.join('\n')}\n`)
}
