import { writeSync } from 'node:fs'

/**
 * Writes the lines of a logger. A disk that takes no lines is no reason to end: one that cannot be written is left out,
 * and the next that can be is preceded by how many are missing.
 * @param file a descriptor, such as 1 for standard output
 */
export function logDestination(file: number) {
  let missing = 0
  return {
    write(line: string) {
      try {
        writeAll(file, missing > 0 ? `\n${gap(missing)}${line}` : line)
        missing = 0
      } catch {
        missing += 1
      }
    },
  }
}

/** The line before may have been cut off, so the first thing after a gap is a new line. */
function gap(missing: number): string {
  const msg = `${missing} lines before this one could not be written`
  return `${JSON.stringify({ level: 40, time: Date.now(), name: 'prophasis', msg })}\n`
}

function writeAll(file: number, text: string) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}
