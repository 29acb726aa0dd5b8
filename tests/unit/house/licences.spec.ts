import { test } from '@japa/runner'
import {
  isAllowed,
  refusedLicences,
  type Dependency,
  type LicenceRules,
} from '../../../bin/check_licences.ts'

const rules: LicenceRules = {
  allowed: ['MIT', 'Apache-2.0'],
  allowedFor: { 'LGPL-3.0+': ['openpgp'] },
  allowedInDevelopment: ['CC-BY-4.0'],
  notStated: { 'old-package': { licence: 'MIT', seen: 'its Readme' } },
  exactly: { apexcharts: { version: '4.7.0', why: 'the last one under MIT' } },
}

function dependency(changes: Partial<Dependency>): Dependency {
  return { name: 'a', version: '1.0.0', licence: 'MIT', isForDevelopment: false, ...changes }
}

test.group('Licence expressions', () => {
  const isMitOrApache = (id: string) => id === 'MIT' || id === 'Apache-2.0'

  test('allows {$self}')
    .with(['MIT', '(MIT OR GPL-3.0)', 'GPL-3.0 OR (MIT AND Apache-2.0)', 'MIT AND Apache-2.0'])
    .run(({ assert }, expression) => {
      assert.isTrue(isAllowed(expression, isMitOrApache))
    })

  test('refuses {$self}')
    .with(['GPL-3.0', 'MIT AND GPL-3.0', '(MIT OR Apache-2.0) AND GPL-3.0', 'MIT WITH Some-note'])
    .run(({ assert }, expression) => {
      assert.isFalse(isAllowed(expression, isMitOrApache))
    })

  test('does not guess at {$self}')
    .with(['', 'MIT OR', '(MIT', 'MIT Apache-2.0', 'SEE LICENSE IN LICENSE'])
    .run(({ assert }, expression) => {
      assert.throws(() => isAllowed(expression, isMitOrApache))
    })
})

test.group('Licences of dependencies', () => {
  test('lets through what is allowed', ({ assert }) => {
    const fine = [
      dependency({}),
      dependency({ name: 'openpgp', licence: 'LGPL-3.0+' }),
      dependency({ name: 'data', licence: 'CC-BY-4.0', isForDevelopment: true }),
      dependency({ name: 'old-package', licence: null }),
      dependency({ name: 'apexcharts', version: '4.7.0' }),
    ]
    assert.deepEqual(refusedLicences(fine, rules), [])
  })

  test('names {name}')
    .with([
      { name: 'copyleft', licence: 'LGPL-3.0+' },
      { name: 'data-in-use', licence: 'CC-BY-4.0' },
      { name: 'silent', licence: null },
      { name: 'apexcharts', version: '5.0.0' },
    ])
    .run(({ assert }, changes) => {
      const [sentence, ...more] = refusedLicences([dependency(changes)], rules)
      assert.include(sentence, changes.name)
      assert.lengthOf(more, 0)
    })
})
