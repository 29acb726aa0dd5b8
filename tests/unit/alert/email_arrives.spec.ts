import { test } from '@japa/runner'
import { emailModule } from '../../../app/monitoring/alert/modules/email/module.ts'
import type { NotificationContent } from '../../../app/monitoring/alert/modules/module.ts'
import { testContent } from '../../../app/monitoring/alert/modules/test_content.ts'
import { MailServer } from './mail_server.ts'
import { decodePng } from './png_reader.ts'
import { diskProblem, diskRecovery, mailJob } from './shop.ts'

const NOW = new Date('2026-11-21T14:12:05Z')
const email = emailModule(10_000)

test.group('E-mail as it arrives', (group) => {
  let server: MailServer
  group.each.setup(async () => {
    server = await MailServer.start()
    return () => server.stop()
  })

  async function arrived(content: NotificationContent, changes = {}) {
    const delivery = await email.send(mailJob(content, changes), {
      mail: server.settings,
      now: NOW,
    })
    return { delivery, ...server.mails[server.mails.length - 1] }
  }

  test('a problem has its subject, its people and its headers', async ({ assert }) => {
    const to = ['anna@example.test', 'ben@example.test']
    const { delivery, parsed, recipients } = await arrived(diskProblem(), { options: { to } })
    assert.equal(delivery.outcome, 'sent')
    assert.equal(parsed.subject, '[Critical] shop-server: disk almost full (98 %)')
    assert.equal(parsed.from?.text, '"Larkfield Shop" <box@example.test>')
    assert.deepEqual(recipients, to)
    assert.equal(parsed.messageId, '<incident-118.1@prophasis.example.test>')
    assert.isUndefined(parsed.references)
    assert.isUndefined(parsed.inReplyTo)
    assert.equal(parsed.headers.get('auto-submitted'), 'auto-generated')
    assert.deepEqual(parsed.date, NOW)
    assert.include(
      JSON.stringify(parsed.headers.get('list')),
      'box@example.test?subject=stop%20Shop%20floor%2C%20Critical%20and%20Major'
    )
  })

  test('the texts come in the order people need them', async ({ assert }) => {
    const { parsed } = await arrived(diskProblem())
    assert.equal(
      parsed.text,
      [
        'CRITICAL – Larkfield Shop',
        '',
        'shop-server: disk almost full (98 %)',
        '98 % is used. 0.7 of 40 GB are left.',
        '',
        'Effect: When it is full, the tills cannot store a sale.',
        'Since: Saturday 21 November, 14:12. Before: Major.',
        'Why: The limit is 98 % used and less than 1 GB left. Seen three times in a row.',
        'Where: Disk space, /var on shop-server (192.0.2.7)',
        '',
        'The last 24 h, disk used: lowest 90 %, highest 98 %.',
        'Graph: 90 % on Friday 20 November, 14:12, then 97 % at the end.',
        '- Critical above 98 %',
        '- Major above 90 %',
        '',
        'Do now',
        '1. Empty the folder “Old exports” on shop-server.',
        '2. When to call someone: Call if it is not below 96 % by 17:00.',
        '',
        'Who else knows',
        'Also told: Ben Okafor. If it is still open then, a reminder comes: Saturday 21 November, 18:12.',
        '',
        '-- ',
        'You get this mail because the alert “Shop floor, Critical and Major” names you. To stop it, answer with the word stop.',
        'Sent by Prophasis: Saturday 21 November, 14:12.',
        '',
      ].join('\n')
    )
  })

  test('the HTML part says word for word what the text part says', async ({ assert }) => {
    for (const content of [diskProblem(), diskRecovery(), testContent('Shop', 'UTC', NOW)]) {
      const { parsed } = await arrived(content)
      assert.deepEqual(words(visibleText(String(parsed.html))), words(parsed.text ?? ''))
      assert.isAbove(words(parsed.text ?? '').length, 20)
    }
  })

  test('the graph is a picture of the right size inside the mail', async ({ assert }) => {
    const { parsed } = await arrived(diskProblem())
    const [graph] = parsed.attachments
    assert.equal(parsed.attachments.length, 1)
    assert.equal(graph.contentType, 'image/png')
    assert.isTrue(graph.related)
    assert.equal(graph.cid, 'last-24-hours@prophasis')
    const picture = decodePng(graph.content)
    assert.deepEqual([picture.width, picture.height], [1104, 360])
    assert.equal(picture.at(0, 0), '#fbe9ec', 'the band above the critical limit')
    assert.equal(picture.at(1103, 300), '#fdeee4', 'the band above the major limit')
    assert.equal(picture.at(1103, 345), '#ffffff', 'below every limit')
    assert.isAbove(picture.count('#17499f'), 3000, 'the measured line')
  })

  test('nothing is loaded from outside', async ({ assert }) => {
    const { parsed, raw } = await arrived(diskProblem())
    assert.notMatch(String(parsed.html), /https?:|<script|<link|@import|url\(/)
    assert.match(raw, /cid:last-24-hours=40prophasis|cid:last-24-hours@prophasis/)
  })

  test('a reminder keeps the subject and joins the thread', async ({ assert }) => {
    const first = await arrived(diskProblem())
    const threadId = '<incident-118.1@prophasis.example.test>'
    const reminder = await arrived(diskProblem({ at: '2026-11-21T18:12:00Z' }), {
      messageId: '<incident-118.2@prophasis.example.test>',
      threadId,
      isFirstInThread: false,
    })
    assert.equal(reminder.parsed.subject, first.parsed.subject)
    assert.equal(reminder.parsed.messageId, '<incident-118.2@prophasis.example.test>')
    assert.equal(reminder.parsed.inReplyTo, threadId)
    assert.equal(reminder.parsed.references, threadId)
    assert.include(reminder.parsed.text, '14:12. That is 4 h before this mail.')
  })

  test('a recovery says how long it took', async ({ assert }) => {
    const { parsed } = await arrived(diskRecovery(), { isFirstInThread: false })
    assert.equal(parsed.subject, '[Solved after 42 min] shop-server: disk almost full')
    assert.include(parsed.text, 'It took 42 min. Before: Critical. Now: OK.')
    assert.include(parsed.text, 'Nothing. It is solved.')
    assert.equal(parsed.attachments.length, 0)
  })

  test('a service whose health has changed stands first in the subject', async ({ assert }) => {
    const { parsed } = await arrived(
      diskProblem({
        state: 'degraded',
        fromState: 'ok',
        headlineNumber: '96 %',
        service: { id: 3, name: 'Website' },
        services: [{ name: 'Website', state: 'degraded' }],
      })
    )
    assert.equal(parsed.subject, '[Degraded] Website: shop-server: disk almost full (96 %)')
    assert.include(parsed.text, 'Website: shop-server: disk almost full (96 %)\n98 % is used.')
  })

  test('the effect names the services the trouble reaches', async ({ assert }) => {
    const services: NotificationContent['services'] = [
      { name: 'Website', state: 'degraded' },
      { name: 'Tills', state: 'ok' },
      { name: 'Wiki', state: 'no_data' },
    ]
    const sentences =
      'The service “Website” is degraded. The service “Tills” is OK. The service “Wiki” has no data.'
    const problem = await arrived(diskProblem({ services }))
    assert.include(
      problem.parsed.text,
      `Effect: When it is full, the tills cannot store a sale. ${sentences}\n`
    )
    assert.deepEqual(
      words(visibleText(String(problem.parsed.html))),
      words(problem.parsed.text ?? '')
    )
    const recovery = await arrived({ ...diskRecovery(), services })
    assert.include(recovery.parsed.text, `Effect: ${sentences}\n`)
  })

  test('of many services ten are named and the rest is counted', async ({ assert }) => {
    const services = Array.from({ length: 12 }, (_, index) => ({
      name: `Shop ${index + 1}`,
      state: 'critical' as const,
    }))
    const { parsed } = await arrived(diskProblem({ effect: '', services }))
    assert.include(
      parsed.text,
      'The service “Shop 10” is critical. Services reached beside these: 2.\n'
    )
    assert.notInclude(parsed.text, 'Shop 11')
  })

  test('a message stored before there were services still goes out', async ({ assert }) => {
    const { services, ...stored } = diskProblem()
    const { parsed } = await arrived(stored as NotificationContent)
    assert.deepEqual(services, [])
    assert.include(parsed.text, 'Effect: When it is full, the tills cannot store a sale.\n')
  })

  test('a test mail says that it is one', async ({ assert }) => {
    const { parsed } = await arrived(testContent('Shop floor', 'Europe/London', NOW))
    assert.equal(parsed.subject, '[Test] Prophasis: this is a test')
    assert.include(parsed.text, 'It shows that Prophasis can reach you.')
    assert.notInclude(parsed.text, 'Nobody else was told')
  })

  test('a mail that waited says how late it is', async ({ assert }) => {
    const { parsed } = await arrived(diskProblem({ at: '2026-11-21T11:12:05Z' }))
    assert.include(parsed.text, 'This mail is 3 h late.')
  })

  test('times are told in the time zone of the reader', async ({ assert }) => {
    const { parsed } = await arrived(diskProblem({ timeZone: 'Asia/Kolkata' }))
    assert.include(parsed.text, 'Since: Saturday 21 November, 19:42.')
    const unknown = await arrived(diskProblem({ timeZone: 'Mars/Olympus' }))
    assert.include(unknown.parsed.text, 'Since: Saturday 21 November, 14:12 UTC.')
  })

  test('answers go to the owner when the settings name one', async ({ assert }) => {
    server.settings.replyTo = 'Anna Marlow <anna+box@example.test>'
    const { parsed } = await arrived(diskProblem())
    assert.equal(parsed.replyTo?.text, '"Anna Marlow" <anna+box@example.test>')
    assert.include(JSON.stringify(parsed.headers.get('list')), 'anna%2Bbox@example.test?subject=')
  })
})

/** What a reader sees, or hears with pictures off. */
function visibleText(html: string): string {
  return html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replace(/<(\w+)[^>]*aria-hidden="true"[\s\S]*?<\/\1>/g, '')
    .replace(/<img[^>]*alt="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<\/?b>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}%]+/gu) ?? []
}
