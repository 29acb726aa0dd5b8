import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Trouble } from './trouble.ts'

/**
 * @param patienceMs how long a taken port is waited for
 * @throws Trouble when nobody can listen there, with what to do
 */
export async function refuseTakenPort(host: string, port: number, patienceMs = 0): Promise<void> {
  const deadline = performance.now() + patienceMs
  let code = await tryToListen(host, port)
  while (code === 'EADDRINUSE' && performance.now() < deadline) {
    await pause(50)
    code = await tryToListen(host, port)
  }
  if (code === null) return
  if (code === 'EADDRINUSE')
    throw new Trouble(
      `Port ${port} on ${host} is taken. Choose another one, for example: PORT=${port + 1} npm start`
    )
  if (code === 'EACCES')
    throw new Trouble(
      `Port ${port} may be used by root only. Choose one above 1023, for example: PORT=3333 npm start`
    )
  throw new Trouble(
    `HOST is "${host}", but this machine has no such address (${code}). Use 127.0.0.1 for this machine only, or 0.0.0.0 for the whole network.`
  )
}

function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port }, () => server.close(() => resolve(null)))
  })
}
