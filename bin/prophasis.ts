/** The supervisor: starts the database, the agent of this machine and the server, and ends them in order. */
import { fileURLToPath } from 'node:url'
import { supervise } from '../app/supervisor/supervise.ts'
import { Trouble } from '../app/supervisor/trouble.ts'

try {
  await supervise(fileURLToPath(new URL('../', import.meta.url)), process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Trouble ? error.message : error)
  process.exit(1)
}
