import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import { failure } from './agent_link.ts'
import { AnswerTooLong } from './read_lines.ts'

const CERTIFICATE_CODES =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA)/
const TIMEOUT_CODES = ['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT', 'ABORT_ERR', 'UND_ERR_ABORTED']

/**
 * Says in a sentence why an agent could not be asked, by the kinds the thesis tells apart.
 * @param where the address, for the sentence
 */
export function explainError(error: unknown, where: string): PluginAnswer {
  const { code = '', message = '', name = '' } = error as NodeJS.ErrnoException
  if (error instanceof AnswerTooLong)
    return failure('request_error', `The agent's answer is too long. ${message}`)
  if (CERTIFICATE_CODES.test(code) || message.includes('The certificate is not the one')) {
    return failure(
      'certificate_error',
      `The certificate of the agent at ${where} is not the one that is expected. If the agent was set up anew, accept its new certificate.`
    )
  }
  if (TIMEOUT_CODES.includes(code) || name === 'TimeoutError')
    return failure('connection_timeout', `The agent at ${where} did not answer in time.`)
  if (code === 'ECONNREFUSED')
    return failure(
      'connection_error',
      `Nothing answers at ${where}: the agent is not running, or it uses another port.`
    )
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return failure(
      'connection_error',
      `The name in ${where} cannot be found. Check its spelling and the name server.`
    )
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return failure(
      'connection_error',
      `There is no way to ${where}: the machine is off, or the network is down.`
    )
  return failure(
    'connection_error',
    `The connection to the agent at ${where} broke (${code || message || name}).`
  )
}
