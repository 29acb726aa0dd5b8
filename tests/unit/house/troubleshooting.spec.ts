import { test } from '@japa/runner'
import { readFileSync, readdirSync } from 'node:fs'

const root = new URL('../../../', import.meta.url)
const documented = plain(readFileSync(new URL('docs/troubleshooting.md', root), 'utf8'))

/** @returns the files whose sentences end `npm start` */
function files() {
  const folder = readdirSync(new URL('app/supervisor/', root)).map(
    (name) => `app/supervisor/${name}`
  )
  return ['bin/start.js', 'bin/install.js', 'bin/run_tests.js', ...folder]
}

/** @returns the beginning of every sentence that a file can end with, up to the first thing that differs */
function beginningsIn(path: string): string[] {
  const code = readFileSync(new URL(path, root), 'utf8')
  const thrown = code.matchAll(/(?:new Trouble|\bfail)\(\s*(?:'([^'\n]+)'|`([^`]+)`)/g)
  return [...thrown]
    .map(([, text, template]) => text ?? template)
    .map((sentence) => {
      const parts = sentence.split(/\$\{[^}]*(?:\{[^}]*\}[^}]*)*\}/)
      return plain(parts.find((part) => part.length > 8) ?? '').replace(/\W+$/, '')
    })
    .filter((part) => part !== '')
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

test.group('Troubleshooting', () => {
  test('tells of every sentence that {$self} can end with')
    .with(files().filter((path) => beginningsIn(path).length > 0))
    .run(({ assert }, path) => {
      for (const beginning of beginningsIn(path)) assert.include(documented, beginning)
    })

  test('finds the sentences', ({ assert }) => {
    const all = files().flatMap(beginningsIn)
    assert.isAbove(all.length, 15)
    assert.includeMembers(all, [
      'may be used by root only. Choose one above 1023, for example: PORT=3333 npm start',
    ])
  })
})
