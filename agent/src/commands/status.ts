import { readFile } from 'node:fs/promises'
import { connect } from 'node:tls'
import { readConfig, type AgentConfig } from '../config/agent_config.ts'
import { fingerprintOf } from '../config/load_tls.ts'
import { InstalledPlugins } from '../plugins/installed_plugins.ts'
import { AGENT_VERSION } from '../version.ts'

const WAIT_MS = 3000

/** What is set up in `folder`, and whether its agent answers on its port with its own certificate. */
export async function agentStatus(folder: string) {
  const config = await readConfig(folder)
  const fingerprint = fingerprintOf(await readFile(config.certificate), config.certificate)
  return {
    agent_id: config.agent_id,
    agent_version: AGENT_VERSION,
    host: config.host,
    port: config.port,
    fingerprint,
    signatures: config.signatures,
    running: (await answeringCertificate(config)) === fingerprint,
    plugins: await InstalledPlugins.listIn(config.data_folder),
  }
}

function answeringCertificate({ host, port }: AgentConfig): Promise<string | null> {
  const everywhere = host === '0.0.0.0' || host === '::'
  return new Promise((resolve) => {
    // Only the fingerprint is asked for, nothing is sent: no need to trust the certificate.
    const options = { host: everywhere ? 'localhost' : host, port, rejectUnauthorized: false }
    const socket = connect(options, () => {
      resolve(socket.getPeerCertificate().fingerprint256)
      socket.destroy()
    })
    socket.setTimeout(WAIT_MS, () => socket.destroy())
    socket.on('error', () => socket.destroy())
    socket.on('close', () => resolve(null))
  })
}
