import { Conflict } from '../exceptions/refusals.ts'
import { fetchCertificate } from '../monitoring/agent_link/fetch_certificate.ts'
import { fieldError } from '../validators/field_error.ts'
import { fingerprintOf } from './certificate.ts'

/** What is known of the agent a certificate is chosen for. */
export interface CertificateWanted {
  address: string
  port: number
  /** The one that is stored already. */
  known: string | null
  certificate_pem?: string | null
  certificate_fingerprint?: string | null
}

/**
 * Finds the certificate that is pinned: the one given, the one that is known, or the one the agent shows, if it has the
 * fingerprint that was given.
 * @returns it as PEM
 * @throws E_VALIDATION_ERROR, or Conflict when the agent would have to show it and cannot be reached
 */
export async function choosePinned(wanted: CertificateWanted): Promise<string> {
  const { certificate_pem: given, certificate_fingerprint: fingerprint, known } = wanted
  if (given) return fingerprint ? refuseUnlike(given, fingerprint, 'the one given') : given
  if (!fingerprint) return known ?? missing()
  if (fingerprintOf(known) === fingerprint) return known!
  const shown = await fetchCertificate(wanted)
  if ('pem' in shown) return refuseUnlike(shown.pem, fingerprint, 'the one the agent shows')
  throw new Conflict(
    `The certificate cannot be fetched. ${shown.trouble} Try again when it answers, or give the whole certificate as "certificate_pem".`
  )
}

function missing(): never {
  throw fieldError(
    'certificate_fingerprint',
    'Give the fingerprint of the certificate to expect, or the certificate itself as "certificate_pem".'
  )
}

function refuseUnlike(pem: string, fingerprint: string, which: string): string {
  const own = fingerprintOf(pem)
  if (own === fingerprint) return pem
  throw fieldError(
    'certificate_fingerprint',
    `The fingerprint is not that of the certificate: ${which} has ${own}. If nobody set the agent up anew, somebody else may be answering.`
  )
}
