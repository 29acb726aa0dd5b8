import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Assignment } from '../configuration/configuration.ts'
import type { Miss, Outcome } from '../dispatch/outcome.ts'
import type { EndedSlots } from '../ended_slots.ts'
import type { Spool } from '../replay_spool.ts'

/** Half an hour of a thousand answers a second. */
const MOST_BYTES = 512 * 1024 * 1024
const CHUNK_BYTES = 1024 * 1024

/** There is no room for more. The message is a sentence for people. */
export class SpoolFull extends Error {
  readonly code = 'E_SPOOL_FULL'
}

/** One line of the file. */
type Line =
  | { key: string; slot: number; answer: Outcome['answer'] }
  | { key: string; range: Miss['range']; reason: Miss['reason'] }

/** A spool with what a core needs to go on after one that ended while it was in use. */
export interface FileSpool extends Spool {
  /** @returns the last slot kept of each assignment, milliseconds since 1970 by assignment key */
  settledSlots(): ReadonlyMap<string, number>
  /** @returns the first slot kept from the core before, milliseconds since 1970; null when there is none */
  oldestSlot(): number | null
  close(): Promise<void>
}

/**
 * A file of raw answers, one in a line; what is written is on the disk before anybody goes on.
 * @param path is made, with its folder, when it is missing
 * @param assignmentOf finds what a line belongs to; what is assigned no more, or has ended otherwise, is left out
 */
export async function openSpool(
  path: string,
  assignmentOf: (key: string, slot: number) => Assignment | undefined,
  mostBytes = MOST_BYTES
): Promise<FileSpool> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a+', 0o600)
  const settled = new Map<string, number>()
  let { size } = await file.stat()
  let readTo = 0
  let droppedTo = 0
  let oldest = Infinity
  for await (const { line } of linesOf(file, 0, size)) settle(line)
  // A line that a kill has cut must not take the next one with it.
  if (size > 0) await append('\n')

  function settle(line: Line) {
    const last = lastSlotOf(line)
    oldest = Math.min(oldest, last)
    settled.set(line.key, Math.max(last, settled.get(line.key) ?? last))
  }

  async function append(text: string) {
    const bytes = Buffer.from(text)
    await file.write(bytes)
    await file.datasync()
    size += bytes.length
  }

  return {
    isEmpty: () => droppedTo >= size,
    settledSlots: () => settled,
    oldestSlot: () => (settled.size > 0 ? oldest : null),

    async append({ outcomes, misses }) {
      if (size > mostBytes)
        throw new SpoolFull(
          'The folder for results that cannot be stored is full. Bring the database back, or results are lost at the next restart.'
        )
      const lines: Line[] = [
        ...outcomes.map(({ assignment, slot, answer }) => ({ key: assignment.key, slot, answer })),
        ...misses.map(({ assignment, range, reason }) => ({ key: assignment.key, range, reason })),
      ]
      await append(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    },

    async read(most) {
      const found: EndedSlots = { outcomes: [], misses: [] }
      readTo = droppedTo
      for await (const { line, end } of linesOf(file, droppedTo, size)) {
        readTo = end
        const { key, ...kept } = line
        const assignment = assignmentOf(key, lastSlotOf(line))
        if (assignment && 'slot' in kept) found.outcomes.push({ ...kept, assignment })
        else if (assignment && 'range' in kept) found.misses.push({ ...kept, assignment })
        if (found.outcomes.length + found.misses.length >= most) return found
      }
      readTo = size
      return found
    },

    async drop() {
      droppedTo = readTo
      if (droppedTo < size) return
      await file.truncate(0)
      size = readTo = droppedTo = 0
    },

    close: () => file.close(),
  }
}

function lastSlotOf(line: Line): number {
  return 'slot' in line ? line.slot : line.range.to
}

/** @returns the whole lines between two places, with the place behind each; what is no line of ours is passed over */
async function* linesOf(
  file: FileHandle,
  from: number,
  to: number
): AsyncGenerator<{ line: Line; end: number }> {
  let rest = Buffer.alloc(0)
  let position = from
  while (position < to) {
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, to - position))
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position)
    if (bytesRead === 0) return
    position += bytesRead
    rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
    let start = 0
    for (let end = rest.indexOf(10, start); end >= 0; end = rest.indexOf(10, start)) {
      const line = parse(rest.toString('utf8', start, end))
      start = end + 1
      if (line) yield { line, end: position - rest.length + start }
    }
    rest = rest.subarray(start)
  }
}

function parse(text: string): Line | null {
  try {
    const line = JSON.parse(text) as Line
    return typeof line.key === 'string' && ('slot' in line || 'range' in line) ? line : null
  } catch {
    return null
  }
}
