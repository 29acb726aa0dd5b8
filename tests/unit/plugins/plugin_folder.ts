import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** The folder that holds one folder per bundled plugin. */
export const SHELF = new URL('../../../plugins-bundled/', import.meta.url)

export interface BundledResult {
  value: number | null
  message: string
  metrics: { name: string; value: number; instance?: string }[]
}

export interface BundledPlugin {
  getData(args: object, context: { dataFolder?: string }): Promise<BundledResult>
}

/** @returns a new instance of a bundled plugin, as the agent makes it */
export async function loadPlugin(id: string): Promise<BundledPlugin> {
  const { Plugin } = await loadModule<{ Plugin: new () => BundledPlugin }>(id, 'index.js')
  return new Plugin()
}

/** @returns what a file of a bundled plugin exports; the caller says of which type that is */
export function loadModule<Exports>(id: string, file: string): Promise<Exports> {
  return import(new URL(`${id}/${file}`, SHELF).href)
}

/** @returns a text recorded on a machine, out of the plugin's folder `fixtures` */
export function recorded(id: string, file: string): Promise<string> {
  return readFile(fileURLToPath(new URL(`${id}/tests/${file}`, SHELF)), 'utf8')
}

/** @returns one metric of a result; undefined when it is not there */
export function metricOf(result: BundledResult, name: string, instance?: string) {
  return result.metrics.find((metric) => metric.name === name && metric.instance === instance)
    ?.value
}
