import { readFileSync } from 'node:fs'

/** @returns the memory a process has in use, in bytes; 0 where that cannot be read */
export function residentBytes(pid: number): number {
  try {
    const [, kibibytes] =
      /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kibibytes ?? 0) * 1024
  } catch {
    return 0
  }
}
