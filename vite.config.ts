import adonisjs from '@adonisjs/vite/client'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [adonisjs({ entryPoints: ['resources/css/app.css', 'resources/js/app.js'] })],
  // A file of its own for every picture: the content security policy allows nothing inline.
  // The chart of the machine page is one large file, loaded there alone.
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 600 },
})
