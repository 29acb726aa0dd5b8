import ViteProvider from '@adonisjs/vite/vite_provider'

/**
 * Links pages to the files that `vite build` made, in tests too: what is tested is what is served. A development
 * server would put styles into the page, which the content security policy refuses.
 */
export default class BuiltFilesProvider extends ViteProvider {
  async start() {}
  async shutdown() {}
}
