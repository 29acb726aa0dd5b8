/** Lint: the rules of AdonisJS, the sizes of STYLE.md, and the boundaries of docs/architecture.md. */
import { configApp, RULES_LIST } from '@adonisjs/eslint-config'
import { ownLines } from './.ci/lint/own_lines.js'

const TESTS = ['tests/**', 'agent/tests/**', '**/*.spec.ts']
const GENERATED = ['database/schema.ts', 'database/schema_rules.ts', 'database/migrations/**']

const NO_HTTP = 'app/monitoring knows no HTTP and no pages: hand it what it needs as an argument.'
/** What only the entrance may do: the core must run without a browser or an API in sight. */
const HTTP = [
  {
    regex: '^@adonisjs/core/(http|services/(router|server)|bodyparser)',
    message: NO_HTTP,
  },
  {
    regex: '^(@adonisjs/(session|shield|auth|static|vite|transmit|limiter)|edge\\.js)',
    message: NO_HTTP,
  },
  {
    regex: '^#(controllers|middleware|validators|policies|start/(routes|kernel))',
    message: NO_HTTP,
  },
  {
    regex:
      '(^#app|/app|^(\\.\\./)+)/?(controllers|middleware|validators|views|access|policies|queries|live)/',
    message: NO_HTTP,
  },
  { regex: '(^|/)start/(routes|kernel)', message: NO_HTTP },
]
const REQUESTS = {
  regex: '^(undici|(node:)?https?2?)$',
  message: 'Only agent_link/ (to agents) and alert/modules/post.ts (for alert modules) speak HTTP.',
}
const MAY_REQUEST = ['app/monitoring/agent_link/**/*.ts', 'app/monitoring/alert/modules/post.ts']
const AGENT_INSIDE = {
  regex: '(^#agent/(?!protocol/)|\\.\\./agent/(?!protocol/))',
  message: 'Of agent/, the application imports agent/protocol only.',
}
const MOCK_ONLY = {
  regex: AGENT_INSIDE.regex.replaceAll('protocol/', '(protocol|mock)/'),
  message: AGENT_INSIDE.message,
}
const APPLICATION = [
  '^(#|@adonisjs/)',
  '^(\\.\\./)+(app|start|database|providers|resources|build)/',
  '^(\\.\\./){2,}(config|commands|bin)/',
].map((regex) => ({
  regex,
  message: 'The agent is a program of its own: it imports nothing of the application.',
}))

const ENVIRONMENT = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'The environment is read in start/env.ts and by the supervisor only.',
}
const CLOCK = [
  'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
  'NewExpression[callee.name="Date"][arguments.length=0]',
  'CallExpression[callee.object.name="DateTime"][callee.property.name=/^(now|utc|local)$/][arguments.length=0]',
].map((selector) => ({
  selector,
  message: 'Take the time from the clock you are given (app/monitoring/clock.ts).',
}))

export default configApp(
  { ignores: ['public/**', 'storage/**', 'tmp/**', '.adonisjs/**', 'bench/.*'] },
  {
    name: 'Everything',
    files: ['**/*.ts', '**/*.js'],
    plugins: { prophasis: { rules: { 'own-lines': ownLines } } },
    rules: {
      'max-lines': ['error', { max: 250 }],
      'prophasis/own-lines': ['error', 50],
      'max-lines-per-function': ['error', { max: 100, skipComments: true, skipBlankLines: true }],
      'no-restricted-syntax': ['error', ENVIRONMENT],
    },
  },
  {
    name: 'Where the house differs from AdonisJS',
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      // A short condition with a short consequence reads well on one line.
      'curly': 'off',
      // `(await response.json()).data` reads well.
      '@unicorn/no-await-expression-member': 'off',
      // Loops that run for every result count by hand.
      '@unicorn/no-for-loop': 'off',
      // Control characters are looked for on purpose: to keep them out of mails, logs and the database.
      'no-control-regex': 'off',
      // Types of arguments and limits are data: `typeof value === declared.type`.
      'valid-typeof': ['error', { requireStringLiterals: false }],
      '@typescript-eslint/naming-convention': namingWithColumns(),
    },
  },
  { name: 'Tests tell long stories', files: TESTS, rules: noSizeOfFunctions() },
  {
    name: 'Generated, or written once',
    files: GENERATED,
    rules: {
      ...noSizeOfFunctions(),
      'max-lines': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      'prettier/prettier': 'off',
    },
  },
  {
    name: 'The application imports agent/protocol only',
    files: ['{app,config,start,commands,providers}/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [AGENT_INSIDE] }] },
  },
  {
    name: 'The command for testers starts the mock agent',
    files: ['commands/agent_mock.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [MOCK_ONLY] }] },
  },
  {
    name: 'The core knows no HTTP, and takes the time from its clock',
    files: ['app/monitoring/**/*.ts'],
    ignores: MAY_REQUEST,
    rules: {
      'no-restricted-imports': ['error', { patterns: [AGENT_INSIDE, ...HTTP, REQUESTS] }],
      'no-restricted-globals': ['error', { name: 'fetch', message: REQUESTS.message }],
      'no-restricted-syntax': ['error', ENVIRONMENT, ...CLOCK],
    },
  },
  {
    name: 'The agent link and post.ts speak HTTP, and take the time from the clock too',
    files: MAY_REQUEST,
    rules: {
      'no-restricted-imports': ['error', { patterns: [AGENT_INSIDE, ...HTTP] }],
      'no-restricted-syntax': ['error', ENVIRONMENT, ...CLOCK],
    },
  },
  {
    name: 'The clock, and fengari, which takes its settings from the environment',
    files: ['app/monitoring/clock.ts', 'app/monitoring/classify/engine/fengari.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    name: 'Programs of their own read the environment they were given',
    files: [
      'start/env.ts',
      'app/supervisor/**',
      '{bin,bench,.ci}/**',
      'ace.js',
      'agent/src/**',
      'plugins-bundled/**',
      ...TESTS,
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    name: 'The agent stands alone',
    files: ['agent/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: APPLICATION }] },
  }
)

/** Names of columns and of the API's fields come in as they are: `const { host_id } = row`. */
function namingWithColumns() {
  const taken = { selector: 'variable', modifiers: ['destructured'], format: null }
  const leftOut = { selector: 'variable', filter: '^_+$', format: null }
  return [...RULES_LIST['@typescript-eslint/naming-convention'], taken, leftOut]
}

function noSizeOfFunctions() {
  return { 'max-lines-per-function': 'off', 'prophasis/own-lines': 'off' }
}
