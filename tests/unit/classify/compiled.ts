import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { chmodSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import ts from 'typescript'
import type { startClassifier } from '../../../app/monitoring/classify/classifier.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const SOURCES = [
  'app/monitoring/states.ts',
  'app/monitoring/classify/**/*.ts',
  'agent/protocol/result.ts',
]

interface CompiledClassifier {
  startClassifier: typeof startClassifier
  remove(): void
}

/** The classifier as it is delivered: translated to JavaScript in a folder of its own, which any user can read. */
export async function compiledClassifier(): Promise<CompiledClassifier> {
  const folder = mkdtempSync(join(tmpdir(), 'prophasis-classifier-'))
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  for (const path of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root }))) {
    const target = join(folder, path.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, translated(readFileSync(join(root, path), 'utf8')))
  }
  for (const name of ['fengari']) {
    cpSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), {
      recursive: true,
    })
  }
  const entry = pathToFileURL(join(folder, 'app/monitoring/classify/classifier.js')).href
  const module = (await import(entry)) as Pick<CompiledClassifier, 'startClassifier'>
  return { ...module, remove: () => rmSync(folder, { recursive: true }) }
}

function translated(source: string): string {
  const compilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    rewriteRelativeImportExtensions: true,
    verbatimModuleSyntax: false,
  }
  return ts.transpileModule(source, { compilerOptions }).outputText
}
