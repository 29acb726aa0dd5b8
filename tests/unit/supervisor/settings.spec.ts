import { test } from '@japa/runner'
import { readSettings } from '../../../app/supervisor/settings.ts'
import { Trouble } from '../../../app/supervisor/trouble.ts'

/** @returns the sentence with which these settings are refused */
function refusal(environment: Record<string, string>, words: string[] = []): string {
  try {
    readSettings(environment, '/project', words)
  } catch (error) {
    if (error instanceof Trouble) return error.message
    throw error
  }
  throw new Error('They were taken.')
}

test.group('Settings', () => {
  test('have values for everything', ({ assert }) => {
    assert.deepEqual(readSettings({}, '/project'), {
      ...{ dataFolder: '/project/storage', host: '127.0.0.1', port: 3333 },
      ...{ databaseUrl: undefined, agentPort: 4048 },
    })
  })

  test('come from the environment; a relative folder lies in the project', ({ assert }) => {
    const environment = {
      ...{ PROPHASIS_DATA_DIR: 'data', HOST: '::', PORT: '80', PROPHASIS_AGENT_PORT: '4050' },
      DATABASE_URL: 'postgres://a:b@db/prophasis',
    }
    assert.deepEqual(readSettings(environment, '/project'), {
      ...{ dataFolder: '/project/data', host: '::', port: 80, agentPort: 4050 },
      databaseUrl: environment.DATABASE_URL,
    })
  })

  for (const port of ['0', '65536', '-1', 'http', '33.5'])
    test(`refuse the port ${port}`, ({ assert }) => {
      assert.match(refusal({ PORT: port }), new RegExp(`PORT is "${port}".*1 to 65535`))
      assert.include(refusal({ PROPHASIS_AGENT_PORT: port }), 'PROPHASIS_AGENT_PORT')
    })

  test('refuse the same port for the pages and the agent', ({ assert }) => {
    assert.match(refusal({ PORT: '3450', PROPHASIS_AGENT_PORT: '3450' }), /are both 3450\..*own\.$/)
    assert.match(refusal({ PORT: '4048' }), /are both 4048\./)
  })

  test('refuse what is unknown, and name what there is', ({ assert }) => {
    assert.match(refusal({ PROPHASIS_DATADIR: 'x' }), /PROPHASIS_DATADIR.*PROPHASIS_DATA_DIR/)
    assert.match(refusal({}, ['--port=80']), /"--port=80".*PORT/)
  })

  for (const url of ['mysql://localhost/x', 'localhost:5432', 'postgresql://a b'])
    test(`refuse ${url} as the address of a database`, ({ assert }) => {
      assert.include(refusal({ DATABASE_URL: url }), 'postgresql://user:password@host')
    })
})
