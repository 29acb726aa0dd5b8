/**
 * The process node plugins run in. It reads requests from file descriptor 3, one JSON line each, and answers
 * there; what plugins print goes elsewhere and disturbs nothing. When descriptor 3 closes, the agent is gone.
 */
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { failureLine, runRequest, type RunnerRequest } from './run_request.ts'

const CHANNEL_FD = 3
const channel = new Socket({ fd: CHANNEL_FD, readable: true, writable: true })

function endWithAgent(): never {
  // Leads a group of its own: what plugins started goes with it.
  if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL')
  process.exit(0)
}

/** Code of a plugin failed outside its own run, in a timer say: nothing in here can be trusted any more. */
function endAfter(error: unknown) {
  channel.write(`${failureLine(error, { last: true })}\n`, () => process.exit(1))
}

process.on('uncaughtException', endAfter)
channel.on('error', endWithAgent)
channel.on('close', endWithAgent)
createInterface({ input: channel }).on('line', (line) => {
  void runRequest(JSON.parse(line) as RunnerRequest).then((reply) => channel.write(`${reply}\n`))
})
channel.write('{"ready":true}\n')
