import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { bundleAgent } from '../../build.ts'
import type { SetupAnswer } from '../../src/commands/setup.ts'
import { temporaryFolder } from './temporary.ts'

let bundle: Promise<string> | undefined

/** The program as it is shipped, built once per test process. */
export function agentProgram(): Promise<string> {
  bundle ??= (async () => {
    const folder = temporaryFolder()
    await bundleAgent(folder)
    return join(folder, 'prophasis-agent.js')
  })()
  return bundle
}

/** Runs one command of the program; its exit code and output. */
export async function agentCommand(args: string[]) {
  const program = await agentProgram()
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...args])
    return { code: 0, stdout, stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, stdout, stderr }
  }
}

export async function setUpAgent(folder: string, args: string[] = []): Promise<SetupAnswer> {
  const base = ['setup', '--json', '--yes', '--folder', folder, '--host', '127.0.0.1']
  const { code, stdout, stderr } = await agentCommand([...base, ...args])
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as SetupAnswer
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Starts the agent of `folder`; resolves when it listens, rejects with what it said when it ends first. */
export async function startProcess(folder: string, args: string[] = []) {
  const program = await agentProgram()
  const command = [program, 'run', '--folder', folder, '--end-with-stdin', ...args]
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'pipe'] })
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const ready = new Promise<{ ready: boolean; port: number }>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)))
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${said.join('')}`)))
  })
  return { child, port: (await ready).port, said }
}

/** Sends `signal` and waits for the end; the exit code. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM') {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal)
    await once(child, 'exit')
  }
  return child.exitCode
}
