import { defineConfig } from '@adonisjs/core/http'

export const http = defineConfig({
  generateRequestId: true,
  // A form that calls itself GET in its body would pass the protection of forms.
  allowMethodSpoofing: false,
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
