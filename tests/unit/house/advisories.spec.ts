import { test } from '@japa/runner'
import { knownFaults, outlivedAcceptances } from '../../../bin/check_advisories.ts'

const advisory = {
  package: 'tar',
  range: '<=7.5.2 || >=8.0.0 <8.1.0',
  id: 'FAULT-1',
  source: 'a list',
  why: 'links leave the folder',
}

test.group('Known faults of dependencies', () => {
  test('finds {$self}')
    .with(['7.5.2', '6.0.0', '8.0.0', '8.1.0-beta.1'])
    .run(({ assert }, version) => {
      const [sentence] = knownFaults([{ name: 'tar', version }], [advisory])
      assert.include(sentence, 'FAULT-1')
      assert.include(sentence, version)
    })

  test('leaves {$self} alone')
    .with(['7.5.3', '8.1.0', '9.0.0'])
    .run(({ assert }, version) => {
      assert.deepEqual(knownFaults([{ name: 'tar', version }], [advisory]), [])
    })

  test('leaves other packages alone', ({ assert }) => {
    assert.deepEqual(knownFaults([{ name: 'tar-fs', version: '7.5.2' }], [advisory]), [])
  })

  test('finds every copy', ({ assert }) => {
    const copies = ['7.5.1', '7.5.23', '8.0.1'].map((version) => ({ name: 'tar', version }))
    assert.lengthOf(knownFaults(copies, [advisory]), 2)
  })

  test('does not pass over a range that cannot be read', ({ assert }) => {
    const unreadable = { ...advisory, range: 'below seven' }
    assert.throws(() => knownFaults([{ name: 'tar', version: '7.5.2' }], [unreadable]), /FAULT-1/)
  })

  test('tells when an accepted fault is there no more', ({ assert }) => {
    const accepted = [{ ...advisory, because: 'nothing is unpacked' }]
    assert.lengthOf(outlivedAcceptances([{ name: 'tar', version: '9.0.0' }], accepted), 1)
    assert.lengthOf(outlivedAcceptances([{ name: 'tar', version: '7.5.2' }], accepted), 0)
  })
})
