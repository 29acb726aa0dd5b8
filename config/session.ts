import { defineConfig, stores } from '@adonisjs/session'

export default defineConfig({
  enabled: true,
  cookieName: 'prophasis-session',
  clearWithBrowser: false,
  age: '14 days',
  cookie: { path: '/', httpOnly: true, secure: false, sameSite: 'lax' },
  // In the database, so that all sessions of a person can be ended at once.
  store: 'database',
  stores: { database: stores.database({ tableName: 'sessions' }) },
})
