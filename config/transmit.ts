import { defineConfig } from '@adonisjs/transmit'

export default defineConfig({
  // A proxy or a sleeping phone drops silent connections.
  pingInterval: '30s',
  transport: null,
})
