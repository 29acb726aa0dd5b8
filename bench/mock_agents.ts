import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { addressOf } from './fleet.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Mock agents in a process of their own, that do wrong whatever they are told. */
export interface MockAgents {
  port: number
  certificatePem: string
  /** @param fault keys of a mock agent's file; from now on */
  fail(fault: Record<string, unknown>): void
  stop(): Promise<void>
}

/** Starts `node ace agent:mock` for these hosts, at the addresses they have. */
export async function startMockAgents(hosts: readonly number[]): Promise<MockAgents> {
  const folder = mkdtempSync(join(tmpdir(), 'prophasis-bench-'))
  const file = join(folder, 'mock.json')
  const fail = (fault: Record<string, unknown>) => {
    const entries = hosts.map((host) => [addressOf(host), { '*': fault }])
    // The mock agents may look at any moment: the file is whole at each of them.
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(entries)))
    renameSync(`${file}.new`, file)
  }
  fail({})
  const words = ['ace.js', 'agent:mock', file, '--port=0', '--json']
  const child = spawn(process.execPath, words, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { port, certificate } = JSON.parse(line) as { port: number; certificate: string }
  return {
    port,
    certificatePem: readFileSync(certificate, 'utf8'),
    fail,
    async stop() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}
