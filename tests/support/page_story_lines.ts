import type { Machine } from './page_story_machines.ts'

/** One line of results: a value for every moment. */
export interface Line {
  instance?: string
  metric?: string
  /** @param hours before now */
  at(hours: number): number | null
}

export const DISKS: Record<string, { size: number; used: number; growth: number }> = {
  '/': { size: 40e9, used: 98.2, growth: 0.35 },
  '/srv': { size: 500e9, used: 61, growth: 0.01 },
  '/backup': { size: 2e12, used: 44, growth: 0 },
}

/** @returns what a plugin measured on a machine */
export function linesOf({ name }: Machine, plugin: string): Line[] {
  const wave = (base: number, swing: number) => (hours: number) =>
    base + swing * Math.sin(hours * 1.7) * Math.cos(hours * 0.31) + (isNight(hours) ? swing * 3 : 0)
  if (plugin === 'heartbeat') return [{ at: () => null }]
  if (plugin === 'cpu') return [{ at: wave(12, 4) }, { metric: 'cores', at: () => 4 }]
  if (plugin === 'load') return [{ at: wave(0.6, 0.2) }, { metric: 'cores', at: () => 4 }]
  if (plugin === 'memory') {
    const total = 8e9
    const percent = name === 'nas' ? 92 : 57
    const left = { metric: 'available_bytes', at: () => (total * (100 - percent)) / 100 }
    return [{ at: wave(percent, 1) }, left, { metric: 'total_bytes', at: () => total }]
  }
  if (plugin === 'updates') return [{ at: () => (name === 'shop-server' ? 3 : 0) }]
  return [{ at: (hours) => used('/', name, hours) }, ...diskLines(name)]
}

function diskLines(name: string): Line[] {
  return Object.entries(DISKS).flatMap(([instance, { size }]) => [
    { instance, metric: 'used_percent', at: (hours: number) => used(instance, name, hours) },
    { instance, metric: 'size_bytes', at: () => size },
    {
      instance,
      metric: 'available_bytes',
      at: (hours: number) => (size * (100 - used(instance, name, hours))) / 100,
    },
  ])
}

function used(instance: string, name: string, hours: number): number {
  const disk = DISKS[instance]
  const level = name === 'shop-server' ? disk.used : disk.used * 0.4
  return Math.max(20, level - disk.growth * hours)
}

/** The backup runs at night; in the early morning of the story the machine was not asked for an hour. */
function isNight(hours: number): boolean {
  return hours > 12 && hours < 13.5
}
