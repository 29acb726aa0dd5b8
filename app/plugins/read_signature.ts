import { readSignature as parseSignature } from 'openpgp'
import { fieldError } from '../validators/field_error.ts'

/** The header of an upload that carries the detached signature. */
export const UPLOAD_SIGNATURE_HEADER = 'X-Plugin-Signature'

/**
 * Whether it is a good one is for the agents to say, who have the keys: here only its form is looked at.
 * @param header base64 of a detached OpenPGP signature; undefined for none
 * @throws E_VALIDATION_ERROR for the header
 */
export async function readSignature(header: string | undefined): Promise<Buffer | null> {
  if (header === undefined) return null
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(header)
  const signature = Buffer.from(isBase64 ? header : '', 'base64')
  try {
    await parseSignature({ binarySignature: new Uint8Array(signature) })
    if (signature.length > 0) return signature
  } catch {
    // Said below.
  }
  throw fieldError(
    UPLOAD_SIGNATURE_HEADER,
    `Send the signature that gpg --detach-sign has made as base64 in the header ${UPLOAD_SIGNATURE_HEADER}, or leave it out.`
  )
}
