import { test } from '@japa/runner'
import { ESLint } from 'eslint'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const lint = new ESLint({ cwd: root })

/** @returns the rules that `code` breaks when it stands at `path` */
async function brokenBy(path: string, code: string) {
  const [result] = await lint.lintText(code, { filePath: `${root}${path}` })
  return result.messages.map((message) => message.ruleId)
}

const IMPORT = 'no-restricted-imports'
const SYNTAX = 'no-restricted-syntax'

test.group('Boundaries kept by lint', () => {
  test('refuses at {path}: {code}')
    .with([
      { path: 'app/monitoring/health/x.ts', code: `import '@adonisjs/core/http'`, rule: IMPORT },
      { path: 'app/monitoring/health/x.ts', code: `import '#controllers/api/x'`, rule: IMPORT },
      { path: 'app/monitoring/store/x.ts', code: `import '../../views/x.ts'`, rule: IMPORT },
      { path: 'app/monitoring/x.ts', code: `import '../../start/routes.ts'`, rule: IMPORT },
      { path: 'app/monitoring/dispatch/x.ts', code: `import 'undici'`, rule: IMPORT },
      { path: 'app/monitoring/alert/modules/ntfy/x.ts', code: `import 'undici'`, rule: IMPORT },
      { path: 'app/monitoring/alert/modules/post/x.ts', code: `import 'undici'`, rule: IMPORT },
      { path: 'app/monitoring/alert/modules/x.ts', code: `import 'node:https'`, rule: IMPORT },
      { path: 'app/monitoring/dispatch/x.ts', code: `fetch('')`, rule: 'no-restricted-globals' },
      { path: 'app/monitoring/health/x.ts', code: `Date.now()`, rule: SYNTAX },
      { path: 'app/monitoring/agent_link/x.ts', code: `new Date()`, rule: SYNTAX },
      { path: 'app/monitoring/alert/modules/post.ts', code: `Date.now()`, rule: SYNTAX },
      {
        path: 'app/monitoring/alert/modules/post.ts',
        code: `import '@adonisjs/core/http'`,
        rule: IMPORT,
      },
      { path: 'app/queries/x.ts', code: `import '../../agent/src/log.ts'`, rule: IMPORT },
      { path: 'commands/x.ts', code: `import '../agent/mock/run_mock.ts'`, rule: IMPORT },
      { path: 'commands/agent_mock.ts', code: `import '../agent/src/log.ts'`, rule: IMPORT },
      { path: 'agent/mock/x.ts', code: `import '../../app/x.ts'`, rule: IMPORT },
      { path: 'app/queries/x.ts', code: `process.env.PORT`, rule: SYNTAX },
      { path: 'config/x.ts', code: `process.env.PORT`, rule: SYNTAX },
      { path: 'agent/src/http/x.ts', code: `import '../../../app/x.ts'`, rule: IMPORT },
      { path: 'agent/src/http/x.ts', code: `import '#models/host'`, rule: IMPORT },
    ])
    .run(async ({ assert }, { path, code, rule }) => {
      assert.include(await brokenBy(path, `${code}\n`), rule)
    })

  test('allows at {path}: {code}')
    .with([
      { path: 'app/monitoring/agent_link/x.ts', code: `import 'undici'` },
      { path: 'app/monitoring/alert/modules/post.ts', code: `import 'undici'` },
      { path: 'app/monitoring/health/x.ts', code: `import '../store/x.ts'` },
      { path: 'app/monitoring/health/x.ts', code: `new Date(0)` },
      { path: 'app/queries/x.ts', code: `import '../../agent/protocol/pack.ts'` },
      { path: 'commands/agent_mock.ts', code: `import '../agent/mock/run_mock.ts'` },
      { path: 'agent/mock/x.ts', code: `import '../src/log.ts'` },
      { path: 'app/supervisor/x.ts', code: `process.env.PORT` },
      { path: 'agent/src/commands/x.ts', code: `import '../config/key.ts'` },
    ])
    .run(async ({ assert }, { path, code }) => {
      assert.deepEqual(await brokenBy(path, `${code}\n`), [])
    })
})

test.group('Sizes kept by lint', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, at) => `  at(${at})`).join('\n')

  test('refuses a function of more than 50 lines', async ({ assert }) => {
    const code = `export function long(at: (n: number) => void) {\n${lines(49)}\n}\n`
    assert.include(await brokenBy('app/queries/x.ts', code), 'prophasis/own-lines')
  })

  test('counts the functions that a function makes on their own', async ({ assert }) => {
    const part = (name: string) => `  function ${name}() {\n${lines(30)}\n  }\n`
    const code = `export function make(at: (n: number) => void) {\n${part('a')}${part('b')}  return { a, b }\n}\n`
    assert.notInclude(await brokenBy('app/queries/x.ts', code), 'prophasis/own-lines')
  })

  test('refuses a file of more than 250 lines', async ({ assert }) => {
    const code = `const at = 1\n`.repeat(251)
    assert.include(await brokenBy('app/queries/x.ts', code), 'max-lines')
  })

  test('refuses any', async ({ assert }) => {
    const code = `export const all: any = 1\n`
    assert.include(await brokenBy('app/queries/x.ts', code), '@typescript-eslint/no-explicit-any')
  })
})
