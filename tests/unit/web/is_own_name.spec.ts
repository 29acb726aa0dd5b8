import { hostname } from 'node:os'
import { test } from '@japa/runner'
import { isOwnName } from '../../../app/web/is_own_name.ts'

const OWN = [
  ...['127.0.0.1', '127.0.0.1:3333', '[::1]:3333', '192.168.1.20', 'localhost:3333', 'box'],
  ...['box.local', 'BOX.Local:80', 'box.lan', 'box.home.arpa', 'box.local.', 'app.localhost'],
  ...[hostname(), 'monitor.example.com', 'Monitor.Example.com:8080'],
]
const STRANGE = [
  ...['example.com', 'local.example.com', 'monitor.example.com.evil.org'],
  ...['', 'a b', 'user@127.0.0.1', '[::1', '[evil]', '127.0.0.1.evil.org', 'box.local/x', ':80'],
]

test.group('The name a page is asked under', () => {
  for (const name of OWN)
    test(`${name} is our own`, ({ assert }) => {
      assert.isTrue(isOwnName(name, ['monitor.example.com']))
    })

  for (const name of STRANGE)
    test(`"${name}" is a stranger's`, ({ assert }) => {
      assert.isFalse(isOwnName(name, ['monitor.example.com']))
    })

  test('is missing: nobody is answered', ({ assert }) => {
    assert.isFalse(isOwnName(undefined, []))
  })
})
