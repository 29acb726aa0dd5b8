import { PLUGINS } from './answers.ts'

/** How many machines are watched, and how. What both the database and the simulator are made from. */
export interface Fleet {
  hosts: number
  /** How many of the bundled plugins. */
  plugins: number
  /** Whether all of a host's plugins are due in the same slot, and so go in one request. */
  isBatch: boolean
}

/** When the slots lie. */
export interface Grid {
  /** Milliseconds since 1970. */
  base: number
  intervalMs: number
}

/** A check of the benchmark: some hosts, some plugins, and a place in the interval. */
export interface Slice {
  name: string
  hosts: number[]
  plugins: string[]
  /** 0 (with the base) to below 1 (with the next slot). */
  share: number
}

/** Hosts are dealt out to this many checks per plugin, each with a start of its own. */
const SLICES = 10
/** Of all answers, those that bring another state. */
const CHANGING = 0.01
/** A host whose state changes answers this many times badly, then this many times well. */
const RUN_LENGTH = 5
/** Hosts that are made to hang; what that has done to their state outlasts it. */
export const HANGING = [3]
const RESTLESS = ['memory', 'disk_space', 'updates']

export function pluginsOf({ plugins }: Fleet): string[] {
  return PLUGINS.slice(0, plugins)
}

/** @returns the checks that spread all slots evenly over the interval */
export function slicesOf(fleet: Fleet): Slice[] {
  const plugins = pluginsOf(fleet)
  const moments = SLICES * plugins.length
  const all = Array.from({ length: fleet.hosts }, (_, host) => host)
  const group = (count: number, slice: number) => all.filter((host) => host % count === slice)
  const slices = fleet.isBatch
    ? Array.from({ length: moments }, (_, moment) => ({
        name: `Slice ${moment}`,
        hosts: group(moments, moment),
        plugins,
        share: moment / moments,
      }))
    : plugins.flatMap((plugin, position) =>
        Array.from({ length: SLICES }, (_, slice) => ({
          name: `${plugin} ${slice}`,
          hosts: group(SLICES, slice),
          plugins: [plugin],
          share: (position * SLICES + slice) / moments,
        }))
      )
  return slices.filter((slice) => slice.hosts.length > 0)
}

/** @returns milliseconds after the base at which a check is due first */
export function offsetMs({ share }: Slice, { intervalMs }: Grid): number {
  return Math.round(share * intervalMs)
}

/** @returns the loopback address a host answers at; none of them is that of this machine's own agent */
export function addressOf(host: number): string {
  const number = host + 256
  return `127.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
}

export function nameOf(host: number): string {
  return `bench-${String(host).padStart(5, '0')}`
}

export function keyOf(host: number): string {
  return `key-of-${nameOf(host)}-0123456789abcdef`
}

/**
 * @param slot the how-manieth slot of the grid
 * @returns whether a restless host answers badly then: so many times in a row that every rule takes notice
 */
export function isBad(fleet: Fleet, host: number, plugin: string, slot: number): boolean {
  const every = restlessEvery(fleet)
  if (!isRestless(fleet, host, plugin)) return false
  return Math.floor((slot + Math.floor(host / every)) / RUN_LENGTH) % 2 === 1
}

function isRestless(fleet: Fleet, host: number, plugin: string): boolean {
  const every = restlessEvery(fleet)
  const position = restlessOf(fleet).indexOf(plugin)
  return position >= 0 && host % every === position % every
}

/** Each run of answers brings one change: so many hosts per restless one make the wanted part of all answers. */
function restlessEvery(fleet: Fleet): number {
  const part = (CHANGING * RUN_LENGTH * fleet.plugins) / restlessOf(fleet).length
  return Math.max(1, Math.round(1 / part))
}

function restlessOf(fleet: Fleet): string[] {
  return pluginsOf(fleet).filter((plugin) => RESTLESS.includes(plugin))
}

/** @returns hosts that never change their state by themselves, nor because they were made to hang */
export function calmHosts(fleet: Fleet, count: number): number[] {
  const isCalm = (host: number) =>
    !HANGING.includes(host) && pluginsOf(fleet).every((plugin) => !isRestless(fleet, host, plugin))
  return Array.from({ length: fleet.hosts }, (_, host) => host)
    .filter(isCalm)
    .slice(0, count)
}
