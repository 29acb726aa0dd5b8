import { crc32, deflateSync } from 'node:zlib'

export type Point = [x: number, y: number]

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A picture of opaque pixels. Coordinates are pixels from the top left; colours are written `#rrggbb`. */
export class Raster {
  readonly width: number
  readonly height: number
  readonly #pixels: Uint8Array

  constructor(width: number, height: number, background: string) {
    this.width = width
    this.height = height
    this.#pixels = new Uint8Array(width * height * 3)
    this.fillRows(0, height, background)
  }

  /** Fills the full width from one row to another; a part of a row is drawn paler. */
  fillRows(top: number, bottom: number, colour: string): void {
    const [from, to] = [Math.max(0, top), Math.min(this.height, bottom)]
    const channels = channelsOf(colour)
    for (let y = Math.floor(from); y < to; y++) {
      const cover = Math.min(y + 1, to) - Math.max(y, from)
      for (let x = 0; x < this.width; x++) this.#blend(y * this.width + x, channels, cover)
    }
  }

  /** Draws joined lines with round ends. All parts share one mask, so crossings do not get darker. */
  strokeLines(lines: readonly Point[][], width: number, colour: string): void {
    const mask = new Float32Array(this.width * this.height)
    for (const line of lines) {
      const first = line[0]
      if (line.length === 1) this.#coverSegment(mask, first, first, width / 2)
      for (let at = 1; at < line.length; at++) {
        this.#coverSegment(mask, line[at - 1], line[at], width / 2)
      }
    }
    const channels = channelsOf(colour)
    mask.forEach((cover, index) => cover > 0 && this.#blend(index, channels, cover))
  }

  fillDisc(centre: Point, radius: number, colour: string): void {
    this.strokeLines([[centre]], 2 * radius, colour)
  }

  /** @returns the picture as a PNG file */
  toPng(): Buffer {
    const header = Buffer.alloc(13)
    header.writeUInt32BE(this.width, 0)
    header.writeUInt32BE(this.height, 4)
    header.set([8, 2, 0, 0, 0], 8)
    const data = deflateSync(this.#filteredRows())
    return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND')])
  }

  #coverSegment(mask: Float32Array, a: Point, b: Point, radius: number): void {
    const reach = radius + 1
    const left = Math.max(0, Math.floor(Math.min(a[0], b[0]) - reach))
    const right = Math.min(this.width - 1, Math.ceil(Math.max(a[0], b[0]) + reach))
    const top = Math.max(0, Math.floor(Math.min(a[1], b[1]) - reach))
    const bottom = Math.min(this.height - 1, Math.ceil(Math.max(a[1], b[1]) + reach))
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const cover = radius + 0.5 - distance([x + 0.5, y + 0.5], a, b)
        const index = y * this.width + x
        if (cover > mask[index]) mask[index] = Math.min(1, cover)
      }
    }
  }

  #blend(pixel: number, channels: readonly number[], cover: number): void {
    for (let channel = 0; channel < 3; channel++) {
      const index = pixel * 3 + channel
      this.#pixels[index] = Math.round(
        this.#pixels[index] * (1 - cover) + channels[channel] * cover
      )
    }
  }

  /** Each row as its difference to the row above (filter 2): bands become runs of zeros. */
  #filteredRows(): Buffer {
    const bytes = this.width * 3
    const rows = Buffer.alloc(this.height * (bytes + 1))
    for (let y = 0; y < this.height; y++) {
      rows[y * (bytes + 1)] = 2
      for (let x = 0; x < bytes; x++) {
        const above = y > 0 ? this.#pixels[(y - 1) * bytes + x] : 0
        rows[y * (bytes + 1) + 1 + x] = this.#pixels[y * bytes + x] - above
      }
    }
    return rows
  }
}

function channelsOf(colour: string): number[] {
  const value = Number.parseInt(colour.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay]
  const squared = dx * dx + dy * dy
  const along = squared === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / squared
  const nearest = Math.min(1, Math.max(0, along))
  return Math.hypot(x - ax - nearest * dx, y - ay - nearest * dy)
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(data.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
