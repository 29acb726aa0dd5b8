/**
 * Runs the given spec files without the application: for unit specs, which need no database.
 *   node_modules/.bin/node --import=@poppinss/ts-exec tests/support/run_specs.ts agent/tests/*.spec.ts
 */
import { assert } from '@japa/assert'
import { configure, run } from '@japa/runner'

configure({
  suites: [{ name: 'unit', files: process.argv.slice(2), timeout: 30_000 }],
  plugins: [assert()],
  forceExit: false,
})
await run()
