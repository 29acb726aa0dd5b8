import { defineConfig } from '@adonisjs/core/bodyparser'

export default defineConfig({
  allowedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  form: {
    convertEmptyStringsToNull: true,
    trimWhitespaces: true,
    limit: '1mb',
    types: ['application/x-www-form-urlencoded'],
  },
  json: {
    // Null is the way back to a default, and an empty text is not null.
    convertEmptyStringsToNull: false,
    trimWhitespaces: false,
    limit: '1mb',
    types: ['application/json'],
  },
  // The multipart parser can be ended by one header before anybody has signed in. Uploads come as raw bodies.
  multipart: { autoProcess: false, types: [] },
})
