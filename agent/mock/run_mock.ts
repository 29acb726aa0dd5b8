import { once } from 'node:events'
import { resolve } from 'node:path'
import { log } from '../src/log.ts'
import { UserError } from '../src/user_error.ts'
import { startMock, type MockSettings } from './start_mock.ts'

interface MockCommand extends Omit<MockSettings, 'version' | 'complain'> {
  version: number
  /** Say where it listens in one line for programs. */
  json: boolean
}

/** Runs mock agents until this process is told to end. The exit code: 1 when they cannot start. */
export async function runMock(command: MockCommand): Promise<number> {
  try {
    const mock = await startMock(settingsOf(command))
    tell(mock, command.json)
    await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
    await mock.stop()
    return 0
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    log(error.message)
    return 1
  }
}

function settingsOf({ file, version, port, host, key }: MockCommand): MockSettings {
  if (version !== 1 && version !== 2) throw new UserError('--version must be 1 or 2.')
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new UserError('--port must be a port from 0 to 65535.')
  }
  return { file: resolve(file), host, port, version, complain: log, ...(key && { key }) }
}

function tell({ port, certificate }: Awaited<ReturnType<typeof startMock>>, json: boolean) {
  const { fingerprint, path } = certificate
  const text = json
    ? JSON.stringify({ port, fingerprint, certificate: path })
    : `port: ${port}\ncertificate SHA-256: ${fingerprint}\ncertificate: ${path}`
  process.stdout.write(`${text}\n`)
}
