import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import { AgentRefusal, failure } from './agent_link.ts'
import { AnswerTooLong } from './read_lines.ts'

const CERTIFICATE_CODES =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA)/
const DATE_CODES = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']
const TIMEOUT_CODES = ['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT', 'ABORT_ERR', 'UND_ERR_ABORTED']
const NAME_CODES = /^(ENOTFOUND|EAI_)/
const NOT_TLS_CODES = /^(EPROTO|ERR_SSL_)/

/**
 * Says in a sentence why an agent could not be asked, by the kinds the thesis tells apart.
 * @param where the address, for the sentence
 */
export function explainError(error: unknown, where: string): PluginAnswer {
  if (error instanceof AgentRefusal) return error.answer
  const { code = '', message = '', name = '' } = error as NodeJS.ErrnoException
  if (error instanceof AnswerTooLong)
    return failure('request_error', `The agent's answer is too long. ${message}`)
  if (CERTIFICATE_CODES.test(code) || message.includes('The certificate is not the one'))
    return failure('certificate_error', aboutCertificate(code, where))
  if (isTimeout(error))
    return failure('connection_timeout', `The agent at ${where} did not answer in time.`)
  if (name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW')
    return failure('request_error', `What answers at ${where} does not speak HTTP as agents do.`)
  return failure('connection_error', aboutConnection(code, where, code || message || name))
}

/** @returns whether a deadline has passed, as opposed to anything the other end did */
export function isTimeout(error: unknown): boolean {
  const { code = '', name = '' } = error as NodeJS.ErrnoException
  return TIMEOUT_CODES.includes(code) || name === 'TimeoutError'
}

function aboutCertificate(code: string, where: string): string {
  if (DATE_CODES.includes(code))
    return `The certificate of the agent at ${where} is not valid today. Renew it, or set the clock of this machine right.`
  return `The certificate of the agent at ${where} is not the one that is expected. If the agent was set up anew, accept its new certificate.`
}

function aboutConnection(code: string, where: string, detail: string): string {
  if (code === 'ECONNREFUSED')
    return `Nothing answers at ${where}: the agent is not running, or it uses another port.`
  if (NAME_CODES.test(code))
    return `The name in ${where} cannot be found. Check its spelling and the name server.`
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return `There is no way to ${where}: the machine is off, or the network is down.`
  if (NOT_TLS_CODES.test(code)) return `What answers at ${where} is no agent: it speaks no HTTPS.`
  return `The connection to the agent at ${where} broke (${detail}).`
}
