import { test } from '@japa/runner'
import {
  serviceSentences,
  shortText,
  spokenText,
  titleLine,
} from '../../../app/monitoring/alert/modules/few_words.ts'
import { testContent } from '../../../app/monitoring/alert/modules/test_content.ts'
import { STATES } from '../../../app/monitoring/states.ts'
import { diskProblem, diskRecovery, diskSummary } from './shop.ts'

const TEST = testContent('Shop floor', 'UTC', new Date('2026-11-21T14:12:00Z'))

test.group('A message in few words', () => {
  test('has a title with state, host, trouble and number', ({ assert }) => {
    assert.equal(titleLine(diskProblem()), '[Critical] shop-server: disk almost full (98 %)')
    assert.equal(titleLine(diskRecovery()), '[Solved after 42 min] shop-server: disk almost full')
    assert.equal(titleLine(TEST), '[Test] Prophasis: this is a test')
    const unmeasured = diskProblem({ headlineNumber: '', state: 'unknown' })
    assert.equal(titleLine(unmeasured), '[Unknown] shop-server: disk almost full')
    const untimed = { ...diskRecovery(), solvedAfterSeconds: undefined }
    assert.equal(titleLine(untimed), '[Solved] shop-server: disk almost full')
  })

  test('names the service first when it is about one', ({ assert }) => {
    const service = { id: 3, name: 'Website' }
    assert.equal(
      titleLine(diskProblem({ service, state: 'degraded', headlineNumber: '96 %' })),
      '[Degraded] Website: shop-server: disk almost full (96 %)'
    )
    assert.equal(
      titleLine({ ...diskRecovery(), service }),
      '[Solved after 42 min] Website: shop-server: disk almost full'
    )
  })

  test('says what, whom it reaches, what to do and where', ({ assert }) => {
    const content = diskProblem({ services: [{ name: 'Website', state: 'degraded' }] })
    assert.equal(
      shortText(content, 400),
      '98 % is used. 0.7 of 40 GB are left. The service “Website” is degraded. ' +
        'Do now: Empty the folder “Old exports” on shop-server. Where: Disk space, /var.'
    )
    assert.equal(shortText(diskRecovery(), 400), '61 % is used. Where: Disk space, /var.')
    assert.equal(
      shortText(TEST, 400),
      'You asked for this message. It shows that Prophasis can reach you. ' +
        'Do now: Nothing. If you can read this, all is well.'
    )
  })

  test('of a summary names what came and went, and counts what has no room', ({ assert }) => {
    assert.equal(
      titleLine(diskSummary()),
      '[Summary] Prophasis: 2 troubles came and went while the database was away'
    )
    const website =
      'Degraded: Website: shop-server: website away (Disk space). ' +
      'Friday 20 November, 23:00 to Saturday 21 November, 10:00.'
    const disk =
      'Critical: shop-server: disk almost full (Disk space, /var). ' +
      'Saturday 21 November, 09:30 to 11:00, 3 times.'
    assert.include(
      shortText(diskSummary(), 1200),
      `these came and went. ${disk} ${website} Do now:`
    )
    assert.include(
      shortText(diskSummary(), 300),
      `these came and went. ${disk} And 1 more. Do now:`
    )
    assert.include(shortText(diskSummary(), 200), ' And 2 more. ')
    assert.include(
      spokenText(diskSummary()),
      'shop-server: disk almost full. Website: shop-server: website away. Do now: Nothing.'
    )
  })

  test('no part crowds out the others', ({ assert }) => {
    const text = shortText(diskProblem({ what: 'x'.repeat(4096), instance: '' }), 200)
    assert.isAtMost(text.length, 200)
    assert.match(text, /^x{99}… Do now: Empty the folder/)
  })

  test('says of each state of a service how it is', ({ assert }) => {
    const services = STATES.map((state) => ({ name: 'Tills', state }))
    assert.deepEqual(
      serviceSentences(diskProblem({ services })).map((sentence) => sentence.slice(20)),
      [
        'has no data.',
        'is OK.',
        'is unknown.',
        'is degraded.',
        'is minor.',
        'is major.',
        'is critical.',
      ]
    )
  })

  test('is spoken as sentences', ({ assert }) => {
    assert.equal(
      spokenText(diskProblem()),
      'This is Prophasis. Critical. shop-server: disk almost full (98 %). ' +
        'Do now: Empty the folder “Old exports” on shop-server.'
    )
    assert.equal(
      spokenText(diskRecovery()),
      'This is Prophasis. Solved after 42 min. shop-server: disk almost full.'
    )
    assert.isAtMost(spokenText(diskProblem({ firstStep: 'x'.repeat(4096) })).length, 380)
  })
})
