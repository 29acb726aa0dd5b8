import type { Socket } from 'node:net'

/** What an agent has to know of a request. */
export interface AgentRequest {
  path: string
  authorization: string
  body: string
}

const END_OF_HEAD = '\r\n\r\n'

/**
 * Reads the requests of a kept connection, as the core sends them: with a content-length, one at a time. No more of
 * HTTP than that: a whole server would cost the machine as much as what is measured.
 */
export function readRequests(socket: Socket, onRequest: (request: AgentRequest) => void) {
  let rest = ''
  socket.setEncoding('latin1')
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: string) => {
    rest += chunk
    for (;;) {
      const end = rest.indexOf(END_OF_HEAD)
      if (end < 0) return
      const head = rest.slice(0, end)
      const bodyAt = end + END_OF_HEAD.length
      const bodyEnd = bodyAt + Number(field(head, 'content-length') || 0)
      if (rest.length < bodyEnd) return
      const body = rest.slice(bodyAt, bodyEnd)
      rest = rest.slice(bodyEnd)
      onRequest({ path: head.split(' ', 2)[1], authorization: field(head, 'authorization'), body })
    }
  })
}

function field(head: string, name: string): string {
  const at = head.indexOf(`\r\n${name}: `)
  if (at < 0) return ''
  const from = at + name.length + 4
  const to = head.indexOf('\r\n', from)
  return to < 0 ? head.slice(from) : head.slice(from, to)
}
