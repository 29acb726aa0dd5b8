import type { IncomingMessage, ServerResponse } from 'node:http'
import { defineConfig } from '@adonisjs/core/http'

export const http = defineConfig({
  generateRequestId: true,
  // A form that calls itself GET in its body would pass the protection of forms.
  allowMethodSpoofing: false,
  onBadUrl(_request: IncomingMessage, response: ServerResponse) {
    const message = 'The address holds a % that stands for nothing. Correct the address.'
    response.writeHead(400, { 'Content-Type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify({ error: { code: 'E_BAD_ADDRESS', message } }))
  },
  useAsyncLocalStorage: false,
  // X-Forwarded-For and X-Forwarded-Host are never believed.
  trustProxy: () => false,
  cookie: {
    domain: '',
    path: '/',
    maxAge: '2h',
    httpOnly: true,
    // `npm start` serves plain HTTP on this machine; the appliance puts HTTPS in front.
    secure: false,
    sameSite: 'lax',
  },
})
