import { crc32, inflateSync } from 'node:zlib'

/** Reads a PNG of opaque 8-bit colours whose rows use the filters 0 or 2, and checks every checksum. */
export function decodePng(file: Buffer) {
  const chunks = chunksOf(file)
  const header = chunks.filter(({ type }) => type === 'IHDR')[0].data
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const rows = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  )
  const bytes = width * 3
  const pixels = Buffer.alloc(bytes * height)
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (bytes + 1)]
    for (let x = 0; x < bytes; x++) {
      const above = filter === 2 && y > 0 ? pixels[(y - 1) * bytes + x] : 0
      pixels[y * bytes + x] = rows[y * (bytes + 1) + 1 + x] + above
    }
  }
  const colours = Array.from(
    { length: width * height },
    (_, index) => `#${pixels.toString('hex', index * 3, index * 3 + 3)}`
  )
  return {
    width,
    height,
    at: (x: number, y: number) => colours[y * width + x],
    column: (x: number) => Array.from({ length: height }, (_, y) => colours[y * width + x]),
    count: (colour: string) => colours.filter((found) => found === colour).length,
  }
}

function chunksOf(file: Buffer): { type: string; data: Buffer }[] {
  const chunks = []
  for (let at = 8; at < file.length;) {
    const end = at + 8 + file.readUInt32BE(at)
    if (crc32(file.subarray(at + 4, end)) !== file.readUInt32BE(end)) throw new Error('checksum')
    chunks.push({ type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, end) })
    at = end + 4
  }
  return chunks
}
