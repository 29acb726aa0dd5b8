import { test } from '@japa/runner'

test('answers an unknown path with 404', async ({ client }) => {
  const response = await client.get('/no-such-page')
  response.assertStatus(404)
})
