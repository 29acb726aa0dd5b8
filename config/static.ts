import { defineConfig } from '@adonisjs/static'

export default defineConfig({
  enabled: true,
  etag: true,
  lastModified: true,
  dotFiles: 'ignore',
  // Names of built files carry a hash of their content.
  maxAge: '1 year',
  immutable: true,
})
