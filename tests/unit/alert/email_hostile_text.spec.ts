import { test } from '@japa/runner'
import { emailModule } from '../../../app/monitoring/alert/modules/email/module.ts'
import type { NotificationContent } from '../../../app/monitoring/alert/modules/module.ts'
import { MailServer, type ReceivedMail } from './mail_server.ts'
import { diskProblem, mailJob } from './shop.ts'

const NOW = new Date('2026-11-21T14:12:05Z')
const email = emailModule(10_000)

const HOSTILE = [
  'x\r\nBcc: mallory@example.test',
  'x\nBcc: mallory@example.test\n\nNew body',
  'x\rBcc: mallory@example.test',
  'x\u2028Bcc: mallory@example.test\u2029\u0085\v\fSubject: other',
  'x\r\n.\r\nMAIL FROM:<mallory@example.test>',
  '=?utf-8?Q?x=0D=0ABcc:_mallory@example.test?=',
  '=?utf-8?B?eA0KQmNjOiBtYWxsb3J5QGV4YW1wbGUudGVzdA==?= =?utf-8?Q?=0A?=',
  'x\u0000\u0001\u001b[31m\u007f\u009b',
  'x\u202egnp.exe\u2066\u200f\u061c',
  'x\u{e0041}\u{e007f}\ufeff\u200b',
  '<script>alert(1)</script><img src="http://example.test/x">',
  '"><a href="javascript:alert(1)">\'--></style></td></table>',
  '&lt;b&gt; &#60;b&#62; &amp;',
  'anna@example.test, mallory@example.test; <mallory@example.test>',
  '\ud800 lone \udc00',
  'ü'.repeat(5000),
  '%0d%0aBcc:%20mallory@example.test',
]

test.group('E-mail with hostile words', (group) => {
  let server: MailServer
  group.each.setup(async () => {
    server = await MailServer.start()
    return () => server.stop()
  })

  async function arrived(content: NotificationContent): Promise<ReceivedMail> {
    const delivery = await email.send(mailJob(content), { mail: server.settings, now: NOW })
    if (delivery.outcome !== 'sent') throw new Error(delivery.error)
    return server.mails[server.mails.length - 1]
  }

  test('hostile word {$i} adds no header, recipient, tag or hidden sign')
    .with(HOSTILE)
    .run(async ({ assert }, word) => {
      const plain = await arrived(everywhere('plain'))
      const mail = await arrived(everywhere(word))
      assert.deepEqual(headerNames(mail), headerNames(plain))
      assert.deepEqual(mail.recipients, ['anna@example.test'])
      assert.deepEqual(tags(mail), tags(plain))
      const shown = `${mail.parsed.subject}${mail.parsed.text}${mail.parsed.html}`
      assert.notMatch(
        shown.replaceAll('\n', ''),
        /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u
      )
      assert.isBelow(mail.parsed.subject?.length ?? 0, 320)
      assert.notMatch(mail.parsed.subject ?? '', /[\r\n]/)
    })

  test('what was written is still read, as text', async ({ assert }) => {
    const { parsed } = await arrived(
      diskProblem({ reason: '<b>5 & 6</b>', host: { id: 1, name: 'Zürich "A" 东京', address: '' } })
    )
    assert.include(parsed.text, '<b>5 & 6</b>')
    assert.include(String(parsed.html), '&#60;b&#62;5 &#38; 6&#60;/b&#62;')
    assert.equal(parsed.subject, '[Critical] Zürich "A" 东京: disk almost full (98 %)')
  })

  test('an encoded word stays the letters it is', async ({ assert }) => {
    const { parsed } = await arrived(diskProblem({ title: '=?utf-8?Q?hidden?=' }))
    assert.equal(parsed.subject, '[Critical] shop-server: = ?utf-8?Q?hidden? = (98 %)')
  })
})

/** The word in every place that somebody else may fill. */
function everywhere(word: string): NotificationContent {
  const { measured } = diskProblem()
  if (!measured) throw new Error('the shop has a graph')
  return diskProblem({
    host: { id: 1, name: word, address: word },
    check: { id: 2, name: word },
    plugin: { identifier: word, name: word },
    service: { id: 3, name: word },
    services: [{ name: word, state: 'degraded' }],
    instance: word,
    title: word,
    headlineNumber: word,
    what: word,
    effect: word,
    why: word,
    firstStep: word,
    whenToCall: word,
    reason: `${word} again`,
    measured: {
      ...measured,
      label: word,
      unit: word,
      limits: measured.limits.map((limit) => ({ ...limit, label: word })),
    },
    alsoTold: [word],
    alertName: word,
  })
}

function headerNames(mail: ReceivedMail): string[] {
  const head = mail.raw.slice(0, mail.raw.indexOf('\r\n\r\n'))
  return head
    .split('\r\n')
    .filter((line) => !/^[ \t]/.test(line))
    .map((line) => line.slice(0, line.indexOf(':')))
}

function tags(mail: ReceivedMail): string[] {
  return String(mail.parsed.html).match(/<\/?[a-z]\w*/gi) ?? []
}
