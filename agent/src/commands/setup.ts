import { randomUUID } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_PORT } from '../../protocol/run.ts'
import { replaceFile } from '../../protocol/write_folder.ts'
import {
  checkPort,
  readStoredConfig,
  writeConfig,
  type AgentConfig,
} from '../config/agent_config.ts'
import { makeCertificate } from '../config/certificate.ts'
import { newKey, storedForm } from '../config/key.ts'
import { fingerprintOf } from '../config/load_tls.ts'
import { UserError } from '../user_error.ts'

export interface SetupOptions {
  folder: string
  port?: number
  host?: string
  newKey: boolean
  portFallback: boolean
}

export interface SetupAnswer {
  agent_id: string
  port: number
  /** Only when it was made now: it is kept nowhere. */
  key?: string
  certificate_pem: string
  fingerprint: string
}

/**
 * Makes configuration, key and certificate in `folder`. Done again, it keeps what there is and changes only
 * what is asked for.
 */
export async function setUp(options: SetupOptions): Promise<SetupAnswer> {
  const { folder } = options
  await makeFolder(folder)
  const earlier = await readStoredConfig(folder)
  const key = earlier && !options.newKey ? undefined : newKey()
  const config = configOf(options, earlier, key)
  const certificatePem = await keepOrMakeCertificate(folder, config)
  await writeConfig(folder, config)
  return {
    agent_id: config.agent_id,
    port: config.port,
    ...(key === undefined ? {} : { key }),
    certificate_pem: certificatePem,
    fingerprint: fingerprintOf(certificatePem, config.certificate),
  }
}

function configOf(
  { port, host, portFallback }: SetupOptions,
  earlier: AgentConfig | null,
  key: string | undefined
): AgentConfig {
  const config: AgentConfig = {
    agent_id: randomUUID(),
    host: '0.0.0.0',
    port: DEFAULT_PORT,
    port_fallback: false,
    certificate: 'cert.pem',
    private_key: 'key.pem',
    data_folder: 'data',
    signatures: 'off',
    key: { salt: '', hash: '' },
    ...earlier,
  }
  if (port !== undefined) config.port = checkPort(port, '--port')
  if (host !== undefined) config.host = host
  if (portFallback) config.port_fallback = true
  if (key !== undefined) config.key = storedForm(key)
  return config
}

async function keepOrMakeCertificate(folder: string, config: AgentConfig): Promise<string> {
  const certificatePath = join(folder, config.certificate)
  const known = await readFile(certificatePath, 'utf8').catch(() => null)
  if (known !== null) return known
  const names = [...new Set([hostname(), 'localhost', '127.0.0.1', '::1'])]
  const made = makeCertificate(names, new Date())
  // The private key first: a certificate without its key would be kept the next time.
  await replaceFile(join(folder, config.private_key), made.privateKeyPem, 0o600)
  await replaceFile(certificatePath, made.certificatePem)
  return made.certificatePem
}

async function makeFolder(folder: string) {
  try {
    await mkdir(folder, { recursive: true, mode: 0o750 })
  } catch (error) {
    throw new UserError(`The folder ${folder} cannot be made: ${(error as Error).message}`)
  }
}
