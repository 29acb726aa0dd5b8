import { oneLine } from './clean_text.ts'

/** Whom a message goes to, in the words of a sentence. */
export interface Destination {
  /** `The ntfy server at ntfy.example.com` */
  where: string
  /** The name that is looked up. */
  host: string
}

export const WAIT = 'We try again by ourselves. If this goes on, ask who runs it.'

const CERTIFICATE =
  /certificate|altname|unable to verify|unable to get (local )?issuer|CERT_|SELF_SIGNED/i
const NO_TLS_SPOKEN = /wrong version number|packet length too long|http request|unexpected eof/i
const NO_SUCH_NAME = ['ENOTFOUND', 'ENODATA', 'EBADNAME']
const NO_WAY = ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL']
const CHECK = 'Check the address in the alert.'

/**
 * Says in a plain sentence why a connection did not work, and what to do. All of it may work later.
 * @param passedDeadlineMs set when the whole attempt took too long
 */
export function explainNetwork(
  error: unknown,
  { where, host }: Destination,
  passedDeadlineMs?: number
): string {
  if (passedDeadlineMs !== undefined)
    return `${where} took longer than ${passedDeadlineMs / 1000} s. ${WAIT}`
  const { code, message } = readError(error)
  const text = `${code} ${message}`
  if (NO_SUCH_NAME.includes(code)) return `No computer is called ${host}. ${CHECK}`
  if (code === 'EAI_AGAIN')
    return `The name ${host} cannot be looked up now. Check that this appliance is in the network.`
  if (code === 'ECONNREFUSED')
    return `${where} is not there: nothing answers on this port. ${CHECK}`
  if (NO_WAY.includes(code)) return `${where} cannot be reached from here. ${WAIT}`
  if (code === 'ETIMEDOUT') return `${where} does not answer. ${WAIT}`
  if (CERTIFICATE.test(text)) return explainCertificate(text, where)
  if (NO_TLS_SPOKEN.test(text)) return `${where} does not speak TLS on this port. ${CHECK}`
  if ((error as Error).name === 'HTTPParserError')
    return `${where} answers with something that is not HTTP. Check address and port in the alert.`
  return `${where} broke off: ${oneLine(message, 200)}. ${WAIT}`
}

function explainCertificate(text: string, where: string): string {
  const whose = `The certificate of ${where.replace('The', 'the')}`
  if (/expired/i.test(text)) return `${whose} is out of date. Ask who runs it for a new one.`
  if (/altname/i.test(text)) return `${whose} is for another name. ${CHECK}`
  return `${whose} cannot be trusted. ${CHECK} Ask who runs it for a certificate that others trust.`
}

/** A name with several addresses fails with one error that holds the others. */
function readError(error: unknown): { code: string; message: string } {
  const outer = error as NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] }
  const { code = '', message } = outer.errors?.[0] ?? outer
  return { code, message: message || code || 'no answer' }
}
