/**
 * Reads the multipart bodies of version 1 (`plugin-id`, `plugin`, `signature`), which are complete and bounded
 * before they get here. Strict and linear: file names, `filename*` and every header but the field's name are
 * never looked at.
 */
const BOUNDARY =
  /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i
const FIELD_NAME =
  /^content-disposition:\s*form-data\s*;(?:[^"\r\n]*;)?\s*name="([A-Za-z0-9_-]{1,40})"/im
const MAX_PARTS = 8
const MAX_HEADER_BYTES = 2048
const HEADER_END = Buffer.from('\r\n\r\n')

export class MultipartError extends Error {}

/** The parts by field name. Throws a `MultipartError` with a sentence for anything malformed. */
export function readMultipart(body: Buffer, contentType: string): Map<string, Buffer> {
  const delimiter = Buffer.from(`--${boundaryOf(contentType)}`)
  const parts = new Map<string, Buffer>()
  let position = 0
  if (!startsWith(body, delimiter, position)) throw malformed('does not begin with its boundary')
  for (;;) {
    position += delimiter.length
    if (startsWith(body, Buffer.from('--'), position)) return parts
    if (parts.size === MAX_PARTS) throw malformed(`has more than ${MAX_PARTS} parts`)
    position = readPart(body, position, delimiter, parts)
  }
}

/** Reads one part into `parts`; returns where the next delimiter begins. */
function readPart(
  body: Buffer,
  start: number,
  delimiter: Buffer,
  parts: Map<string, Buffer>
): number {
  if (!startsWith(body, Buffer.from('\r\n'), start)) throw malformed('has a broken boundary')
  const headers = body.subarray(start, start + MAX_HEADER_BYTES)
  const headerLength = headers.indexOf(HEADER_END)
  if (headerLength < 0) throw malformed('has a part whose header is too long or never ends')
  const name = FIELD_NAME.exec(headers.toString('latin1', 2, headerLength))?.[1]
  if (name === undefined) throw malformed('has a part without a plain field name')
  if (parts.has(name)) throw malformed(`has the field "${name}" twice`)
  const contentStart = start + headerLength + HEADER_END.length
  const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), contentStart)
  if (end < 0) throw malformed('ends before its closing boundary')
  parts.set(name, body.subarray(contentStart, end))
  return end + 2
}

function boundaryOf(contentType: string): string {
  const match = contentType.length <= 300 ? BOUNDARY.exec(contentType) : null
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined) throw malformed('is not multipart/form-data with a boundary')
  return boundary
}

function startsWith(body: Buffer, bytes: Buffer, position: number): boolean {
  return body.subarray(position, position + bytes.length).equals(bytes)
}

function malformed(what: string): MultipartError {
  return new MultipartError(`The request ${what}.`)
}
