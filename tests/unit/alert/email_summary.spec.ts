import { test } from '@japa/runner'
import { emailModule } from '../../../app/monitoring/alert/modules/email/module.ts'
import type { NotificationContent } from '../../../app/monitoring/alert/modules/module.ts'
import { MailServer } from './mail_server.ts'
import { diskProblem, diskSummary, mailJob } from './shop.ts'

const NOW = new Date('2026-11-21T14:12:05Z')

test.group('E-mail after a time without the database', (group) => {
  let server: MailServer
  group.each.setup(async () => {
    server = await MailServer.start()
    return () => server.stop()
  })

  async function arrived(content: NotificationContent) {
    await emailModule(10_000).send(mailJob(content), { mail: server.settings, now: NOW })
    return server.mails[0]
  }

  test('a summary names all that came and went while the database was away', async ({ assert }) => {
    const { parsed } = await arrived(diskSummary())
    assert.equal(
      parsed.text!.split('\n-- \n')[0].trim(),
      [
        'SUMMARY – Larkfield Shop',
        '',
        'Prophasis: 2 troubles came and went while the database was away',
        'While the database was away from Saturday 21 November, 09:00 to 14:10, these came and went.',
        '',
        'Critical: shop-server: disk almost full (Disk space, /var). Saturday 21 November, 09:30 to 11:00, 3 times.',
        'Degraded: Website: shop-server: website away (Disk space). Friday 20 November, 23:00 to Saturday 21 November, 10:00.',
        '',
        'Do now',
        '1. Nothing. What is still wrong is told by itself.',
      ].join('\n')
    )
    assert.isEmpty(parsed.attachments)
  })

  test('a mail about a time without the database says why it is late', async ({ assert }) => {
    const away = { from: '2026-11-21T09:00:00.000Z', until: '2026-11-21T14:10:00.000Z' }
    const { parsed } = await arrived(diskProblem({ at: '2026-11-21T10:12:05.000Z', away }))
    assert.include(parsed.text, 'This mail is 4 h late. The database was away.')
  })
})
