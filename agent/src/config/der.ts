/**
 * The few DER encodings (X.690) a certificate needs. Node can read certificates but not make them.
 */
const TAGS = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const

export function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content])
}

export function sequence(...parts: Buffer[]): Buffer {
  return tagged(TAGS.sequence, Buffer.concat(parts))
}

export function set(...parts: Buffer[]): Buffer {
  return tagged(TAGS.set, Buffer.concat(parts))
}

/** A positive integer from its big-endian bytes. */
export function integer(bytes: Buffer): Buffer {
  const positive = bytes[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes
  return tagged(TAGS.integer, positive)
}

export function truth(value: boolean): Buffer {
  return tagged(TAGS.boolean, Buffer.from([value ? 0xff : 0]))
}

export function bitString(bytes: Buffer, unusedBits = 0): Buffer {
  return tagged(TAGS.bitString, Buffer.concat([Buffer.from([unusedBits]), bytes]))
}

export function octetString(bytes: Buffer): Buffer {
  return tagged(TAGS.octetString, bytes)
}

export function utf8String(text: string): Buffer {
  return tagged(TAGS.utf8String, Buffer.from(text))
}

/** An object identifier in dotted form. */
export function objectId(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number)
  const bytes = [first! * 40 + second!, ...rest.flatMap(base128)]
  return tagged(TAGS.objectId, Buffer.from(bytes))
}

/** UTCTime until 2049, GeneralizedTime after it, as RFC 5280 asks. */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().replace(/[-:T]|\.\d+Z$/g, '')}Z`
  if (date.getUTCFullYear() >= 2050) return tagged(TAGS.generalizedTime, Buffer.from(digits))
  return tagged(TAGS.utcTime, Buffer.from(digits.slice(2)))
}

function lengthOf(content: Buffer): Buffer {
  if (content.length < 0x80) return Buffer.from([content.length])
  const hex = content.length.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f]
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}
