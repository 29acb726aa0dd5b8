import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { explainError } from './explain_error.ts'

const DEADLINE_MS = 5000

/** Where an agent is: its address and port, as a host has them. */
export interface AgentPlace {
  address: string
  port: number
}

/**
 * Takes the certificate that is shown at an address, whoever shows it: it is compared with what people know of it, and
 * nothing secret is sent.
 * @returns it as PEM, or why there is none, in a sentence
 */
export async function fetchCertificate(
  place: AgentPlace
): Promise<{ pem: string } | { trouble: string }> {
  const { host, port } = endOf(place)
  const socket = connect({
    ...{ host, port, rejectUnauthorized: false, minVersion: 'TLSv1.2' },
    ...(isIP(host) === 0 && { servername: host }),
  })
  try {
    return await new Promise((resolve, reject) => {
      socket.once('secureConnect', () => {
        const { raw } = socket.getPeerCertificate()
        resolve({ pem: new X509Certificate(raw).toString() })
      })
      socket.once('error', reject)
      socket.setTimeout(DEADLINE_MS, () => reject(timedOut()))
    })
  } catch (error) {
    return { trouble: explainError(error, `${place.address}:${port}`).message }
  } finally {
    socket.on('error', () => undefined).destroy()
  }
}

function endOf({ address, port }: AgentPlace) {
  if (!/^https:/i.test(address)) return { host: address, port }
  const url = new URL(address)
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port || 443) }
}

function timedOut() {
  return Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })
}
