import { Transmit } from '@adonisjs/transmit-client'

/**
 * Listens for changes until closed.
 * @param onChange called for every change the server announces
 * @param onTurn called with true when the connection works, false when it broke
 */
export function openConnection(onChange, onTurn) {
  const transmit = new Transmit({
    baseUrl: location.origin,
    // On plain HTTP a browser has no crypto.randomUUID.
    uidGenerator: randomId,
    maxReconnectAttempts: Number.MAX_SAFE_INTEGER,
    beforeSubscribe: addToken,
    beforeUnsubscribe: addToken,
    onSubscription: () => onTurn(true),
    onReconnectAttempt: () => onTurn(false),
    onSubscribeFailed: () => onTurn(false),
  })
  transmit.on('disconnected', () => onTurn(false))
  const changes = transmit.subscription('changes')
  changes.onMessage(onChange)
  changes.create()
  return () => transmit.close()
}

function addToken(request) {
  const token = document.querySelector('meta[name="csrf-token"]').content
  request.headers.set('X-CSRF-TOKEN', token)
}

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
