import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { TlsFiles } from '../http/create_server.ts'
import { UserError } from '../user_error.ts'
import type { AgentConfig } from './agent_config.ts'

/** The certificate and key the configuration names; `UserError` when they cannot be read. */
export async function loadTls(config: AgentConfig): Promise<TlsFiles> {
  const [cert, key] = await Promise.all([
    readOrSay(config.certificate, 'certificate'),
    readOrSay(config.private_key, 'private_key'),
  ])
  fingerprintOf(cert, config.certificate)
  return { cert, key }
}

/** SHA-256 of a certificate as Node's TLS gives it: upper-case hex, bytes divided by colons. */
export function fingerprintOf(certificate: Buffer | string, path: string): string {
  try {
    return new X509Certificate(certificate).fingerprint256
  } catch {
    throw new UserError(`${path} is not a PEM certificate; delete it and run the setup again.`)
  }
}

async function readOrSay(path: string, key: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new UserError(`"${key}" of the configuration: ${(error as Error).message}`)
  }
}
