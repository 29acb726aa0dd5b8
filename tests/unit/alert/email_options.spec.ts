import { test } from '@japa/runner'
import { parseEmailOptions } from '../../../app/monitoring/alert/modules/email/options.ts'
import { parseMailSettings } from '../../../app/monitoring/alert/modules/email/settings.ts'
import { moduleNamed } from '../../../app/monitoring/alert/modules/registry.ts'
import { diskProblem, mailJob } from './shop.ts'
import { thrown } from './thrown.ts'

const GOOD = { host: 'smtp.example.com', port: 587, security: 'starttls', from: 'box@example.com' }

test.group('Options of an e-mail alert', () => {
  test('a list, or one text with commas, under both names', ({ assert }) => {
    const to = ['anna@example.com', 'ben.okafor+shop@mail.example.com']
    assert.deepEqual(parseEmailOptions({ to }), { to })
    assert.deepEqual(parseEmailOptions({ recipients: to.join(' , ') }), { to })
    assert.deepEqual(parseEmailOptions({ to: 'Anna@EXAMPLE.com, Anna@example.com,' }), {
      to: ['Anna@example.com'],
    })
    assert.deepEqual(parseEmailOptions({ to: 'anna@bücher.example' }), {
      to: ['anna@xn--bcher-kva.example'],
    })
    assert.deepEqual(parseEmailOptions({ to: 'root@localhost' }), { to: ['root@localhost'] })
  })

  test('one text with semicolons, blanks or line breaks between addresses', ({ assert }) => {
    const to = ['anna@example.com', 'ben@example.com']
    for (const mark of [';', ' ; ', '\n', '\r\n', ' ', ',\n']) {
      assert.deepEqual(parseEmailOptions({ to: to.join(mark) }), { to }, JSON.stringify(mark))
    }
  })

  test('names and other marks are refused with a word about commas', ({ assert }) => {
    for (const to of ['Anna <anna@example.com>', 'anna@example.com / ben@example.com']) {
      const error = thrown(() => parseEmailOptions({ to }))
      assert.match(error.message, /without names, and commas between several\.$/)
    }
    thrown(() => parseEmailOptions({ to: 'anna@example.com\r\nBcc: mallory@example.com' }))
  })

  test('bad address {$i} is refused')
    .with([
      'anna',
      '@example.com',
      'anna@',
      'anna@example..com',
      'anna..m@example.com',
      '.anna@example.com',
      'anna@-example.com',
      'anna@exam_ple.com',
      'anna marlow@example.com',
      'anna@example.com\r\nBcc: mallory@example.com',
      'anna@example.com\nRCPT TO:<mallory@example.com>',
      'anna@example.com>,<mallory@example.com',
      'Anna <anna@example.com>',
      '"anna"@example.com',
      'anna@[127.0.0.1]',
      'anna@example.com%0aBcc:x',
      'anna(comment)@example.com',
      'ann\u0000a@example.com',
      'änna@example.com',
      `${'a'.repeat(65)}@example.com`,
      `a@${'a'.repeat(64)}.com`,
      `a@${'a.'.repeat(130)}com`,
      'a@b@example.com',
      7,
      null,
      ['anna@example.com'],
    ])
    .run(({ assert }, address) => {
      const error = thrown(() => parseEmailOptions({ to: [address] }))
      assert.equal(error.field, 'to')
      assert.match(error.message, /anna@example\.com/)
      assert.notMatch(error.message, /[\r\n\0]/)
    })

  test('a comma inside one entry of a list is not two addresses', ({ assert }) => {
    const error = thrown(() => parseEmailOptions({ to: ['anna@example.com,ben@example.com'] }))
    assert.equal(error.field, 'to')
  })

  test('nobody, or far too many, is refused', ({ assert }) => {
    for (const input of [
      undefined,
      null,
      {},
      { to: '' },
      { to: [] },
      { to: ' , ' },
      'x',
      { to: 5 },
    ]) {
      assert.include(thrown(() => parseEmailOptions(input)).message, 'at least one')
    }
    const to = Array.from({ length: 51 }, (_, index) => `a${index}@example.com`)
    assert.include(thrown(() => parseEmailOptions({ to })).message, '51 addresses are too many')
    assert.lengthOf(parseEmailOptions({ to: to.slice(1) }).to, 50)
  })

  test('the registry knows e-mail and nothing it inherits', ({ assert }) => {
    const email = moduleNamed('email')
    assert.deepEqual(email?.recipientsOf(email.parseOptions({ to: 'anna@example.com' })), [
      'anna@example.com',
    ])
    assert.isUndefined(moduleNamed('constructor'))
    assert.isUndefined(moduleNamed('pigeon'))
  })
})

test.group('Stored options of an e-mail alert', () => {
  test('options that became useless are told, not thrown', async ({ assert }) => {
    const job = { ...mailJob(diskProblem()), options: { to: ['anna@example.com\r\nBcc: x'] } }
    const delivery = await moduleNamed('email')?.send(job, {
      mail: parseMailSettings(GOOD),
      now: new Date(job.content.at),
    })
    assert.deepEqual(delivery, {
      outcome: 'refused',
      error: '“anna@example.com Bcc: x” is not an e-mail address. Write it like anna@example.com.',
    })
  })
})

test.group('Mail settings', () => {
  test('everything that is needed, and what was read back', ({ assert }) => {
    const all = {
      ...GOOD,
      user: 'box',
      password: ' p4ss ',
      from: '"Larkfield Shop" <box@EXAMPLE.com>',
      replyTo: 'anna@example.com',
    }
    const settings = parseMailSettings({ ...all, port: '587' })
    assert.deepEqual(settings, { ...all, from: 'Larkfield Shop <box@example.com>' })
    assert.deepEqual(parseMailSettings(settings), settings)
    assert.deepEqual(parseMailSettings({ ...GOOD, user: '', password: null, replyTo: '' }), GOOD)
    assert.equal(parseMailSettings({ ...GOOD, host: '::1' }).host, '::1')
  })

  test('numbers of IPv6 in brackets, and names in any script', ({ assert }) => {
    const hostOf = (host: string) => parseMailSettings({ ...GOOD, host }).host
    assert.equal(hostOf('[::1]'), '::1')
    assert.equal(hostOf('fe80::1'), 'fe80::1')
    assert.equal(hostOf('münchen.de'), 'xn--mnchen-3ya.de')
    assert.equal(hostOf('mail_relay'), 'mail_relay')
  })

  test('bad {field} ({$i}) is refused')
    .with(
      [
        ['host', ''],
        ['host', 'http://smtp.example.com'],
        ['host', 'smtp.example.com:587'],
        ['host', 'smtp example'],
        ['host', 'a\r\nb'],
        ['host', 7],
        ['port', 0],
        ['port', 65536],
        ['port', 'smtp'],
        ['port', 25.5],
        ['port', undefined],
        ['security', 'ssl'],
        ['security', undefined],
        ['user', 'a\r\nb'],
        ['from', 'box'],
        ['from', undefined],
        ['from', 'Shop <box@example.com>, Other <other@example.com>'],
        ['from', 'Shop\r\nBcc: x <box@example.com>'],
        ['replyTo', 'nobody'],
      ].map(([field, value]) => ({ field: String(field), value }))
    )
    .run(({ assert }, { field, value }) => {
      const error = thrown(() =>
        parseMailSettings({ ...GOOD, user: 'box', password: 'x', [field]: value })
      )
      assert.equal(error.field, field)
      assert.match(error.message, /\.$/)
    })

  test('a user and a password belong together', ({ assert }) => {
    assert.equal(thrown(() => parseMailSettings({ ...GOOD, user: 'box' })).field, 'password')
    assert.equal(thrown(() => parseMailSettings({ ...GOOD, password: 'x' })).field, 'user')
    assert.equal(thrown(() => parseMailSettings('x')).field, 'host')
    assert.equal(thrown(() => parseMailSettings(null)).field, 'host')
  })
})
