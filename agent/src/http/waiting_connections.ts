import type { Socket } from 'node:net'

const MOST_WAITING = 256
const MOST_PER_ADDRESS = 32

/**
 * The connections that have not shown the key yet. When there are too many, the oldest gives way: whoever opens
 * connections and says nothing shuts out himself, not the core, which shows its key at once.
 */
export class WaitingConnections {
  readonly #waiting = new Map<string, Socket>()

  admit(socket: Socket) {
    const key = keyOf(socket)
    this.#waiting.set(key, socket)
    socket.once('close', () => {
      if (this.#waiting.get(key) === socket) this.#waiting.delete(key)
    })
    const sameAddress = [...this.#waiting.values()].filter((other) => {
      return other.remoteAddress === socket.remoteAddress
    })
    if (sameAddress.length > MOST_PER_ADDRESS) sameAddress[0]!.destroy()
    if (this.#waiting.size > MOST_WAITING) this.#oldest()?.destroy()
  }

  /** `socket` (the TLS side of an admitted one) has shown the key. */
  trust(socket: Socket) {
    this.#waiting.delete(keyOf(socket))
  }

  #oldest(): Socket | undefined {
    return this.#waiting.values().next().value
  }
}

function keyOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`
}
