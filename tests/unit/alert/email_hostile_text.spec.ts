import { test } from '@japa/runner'
import { emailModule } from '../../../app/monitoring/alert/modules/email/module.ts'
import type { NotificationContent } from '../../../app/monitoring/alert/modules/module.ts'
import { everywhere, HIDDEN, HOSTILE } from './hostile.ts'
import { headerNames, MailServer, type ReceivedMail, tags } from './mail_server.ts'
import { diskProblem, mailJob } from './shop.ts'

const NOW = new Date('2026-11-21T14:12:05Z')
const email = emailModule(10_000)

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
      assert.notMatch(shown.replaceAll('\n', ''), HIDDEN)
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
