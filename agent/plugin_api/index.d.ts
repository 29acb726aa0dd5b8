/**
 * What a plugin for the `node` runtime is made of. `index.js` of the package exports a class named `Plugin`:
 *
 *   /** @implements {import('@prophasis/plugin').Plugin} *\/
 *   export class Plugin {
 *     async getData(args, context) {
 *       return { value: 42, message: '', metrics: [] }
 *     }
 *   }
 */
declare module '@prophasis/plugin' {
  /** The arguments of the check, as the manifest declares them, defaults filled in. */
  export type PluginArguments = Record<string, string | number | boolean>

  export interface PluginContext {
    /** `process.platform` of the host: linux, freebsd, win32 … */
    platform: NodeJS.Platform
    /** After this time the plugin is ended, with every process it started. */
    timeoutMs: number
    /** A folder of this plugin's own; what it holds stays between runs, restarts and versions. */
    dataFolder: string
  }

  /** A further named number. `instance`: which of several things it is about (a disk, an array). */
  export interface PluginMetric {
    name: string
    value: number
    instance?: string
  }

  /**
   * A finite number, a message, or both; neither is an error. Messages of bundled plugins carry no changing
   * numbers. At most 4,096 bytes of message, 512 metrics, 64 instances.
   */
  export interface PluginResult {
    value?: number | null
    message?: string
    metrics?: PluginMetric[]
  }

  /**
   * One instance lives as long as the runner process: fields and module variables are kept from run to run, but
   * not across a time-out or a restart. To fail, throw an error whose message tells the user why.
   */
  export interface Plugin {
    getData(args: PluginArguments, context: PluginContext): PluginResult | Promise<PluginResult>
  }
}
