import { packFiles } from '../../protocol/pack.ts'

/** A manifest with everything that is required, overridden by `keys`. */
export function manifestWith(keys: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'test.plugin',
    name: 'Test',
    description: 'A plugin made by a test',
    version: 1,
    default_n_historical: 5,
    default_classifier: 'classifier.lua',
    view: 'value_graph',
    ...keys,
  }
}

/** A package of text files; a manifest and a classifier are added when `files` has none. */
export function packageOf(
  files: Record<string, string>,
  manifest: Record<string, unknown> = {},
  top = 'test_plugin'
): Promise<Buffer> {
  const all = {
    'manifest.json': JSON.stringify(manifestWith(manifest)),
    'classifier.lua': 'return "ok"',
    ...files,
  }
  const entries = Object.entries(all).map(([path, text]) => {
    return { path, content: Buffer.from(text), executable: path === 'run' }
  })
  return packFiles(top, entries)
}

/** A node plugin whose `getData(args, context)` has this body. */
export function nodePlugin(body: string, manifest: Record<string, unknown> = {}, head = '') {
  const code = `${head}\nexport class Plugin {\n  async getData(args, context) {\n${body}\n  }\n}\n`
  return packageOf({ 'index.js': code }, manifest)
}
