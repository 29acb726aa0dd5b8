import { test } from '@japa/runner'
import { once } from 'node:events'
import { parsePhoneOptions } from '../../../app/monitoring/alert/modules/twilio/options.ts'
import { sms, smsModule } from '../../../app/monitoring/alert/modules/sms/module.ts'
import { smsText } from '../../../app/monitoring/alert/modules/sms/text.ts'
import { formOf } from './fixtures/phone.ts'
import { everywhere, HOSTILE } from './hostile.ts'
import { diskProblem, diskRecovery, mailJob } from './shop.ts'
import { thrown } from './thrown.ts'
import { type Answer, type Answering, WebServer } from './web_server.ts'

const NOW = new Date('2026-11-21T14:12:05Z')
const TO = ['+441632960961', '+441632960962', '+441632960963']
const ACCOUNT = { account: 'AC0123456789abcdef', token: 'tangerine4711', from: '+441632960960' }
const TAKEN: Answer = { status: 201, body: '{"sid":"SM0123456789abcdef","status":"queued"}' }
const WRONG: Answer = {
  status: 400,
  body: '{"code":21211,"message":"The \'To\' number is not a valid phone number.","status":400}',
}

test.group('SMS', (group) => {
  let server: WebServer
  group.each.teardown(() => server.stop())

  async function send(answering: Answering, module = sms) {
    server = await WebServer.start(answering)
    const options = module.parseOptions({ ...ACCOUNT, to: TO, server: server.url })
    return module.send({ ...mailJob(diskProblem()), options }, { mail: null, now: NOW })
  }

  /** Answers by number. */
  function to(answers: Record<string, Answer>): Answering {
    return (request) => answers[formOf(request).To] ?? TAKEN
  }

  test('goes to each number in turn', async ({ assert }) => {
    const delivery = await send(() => TAKEN)
    assert.deepEqual(delivery, {
      outcome: 'sent',
      detail: `The phone service takes care of ${TO.join(', ')}.`,
    })
    const [{ method, path, headers }] = server.requests
    assert.equal(method, 'POST')
    assert.equal(path, '/2010-04-01/Accounts/AC0123456789abcdef/Messages.json')
    assert.equal(headers['content-type'], 'application/x-www-form-urlencoded')
    const credentials = Buffer.from('AC0123456789abcdef:tangerine4711').toString('base64')
    assert.equal(headers.authorization, `Basic ${credentials}`)
    assert.deepEqual(
      server.requests.map(formOf),
      TO.map((number) => ({
        To: number,
        From: '+441632960960',
        Body: smsText(diskProblem()),
      }))
    )
  })

  test('a wrong number keeps nobody else from theirs', async ({ assert }) => {
    const delivery = await send(to({ [TO[0]]: WRONG }))
    const at = server.url.slice(7)
    assert.deepEqual(delivery, {
      outcome: 'sent',
      detail: `The phone service takes care of ${TO[1]}, ${TO[2]}. ${TO[0]}: The phone service at ${at} answered 400: “The 'To' number is not a valid phone number”. Check this number and the sender in the alert.`,
    })
  })

  test('those behind a hold-up are tried again later, and only they', async ({ assert }) => {
    const delivery = await send(to({ [TO[1]]: { status: 429 } }))
    assert.equal(delivery.outcome, 'sent')
    assert.deepEqual('retryFor' in delivery && delivery.retryFor, [TO[1], TO[2]])
    assert.match('detail' in delivery ? delivery.detail : '', /answered 429\. We try again/)
    assert.lengthOf(server.requests, 2)
  })

  test('when nobody is reached all are tried again', async ({ assert }) => {
    const delivery = await send(() => ({ status: 503 }))
    assert.equal(delivery.outcome, 'retry')
    assert.match('error' in delivery ? delivery.error : '', /^The phone service .+ answered 503\./)
    assert.lengthOf(server.requests, 1)
  })

  test('a wrong token is asked about once', async ({ assert }) => {
    const delivery = await send(() => ({ status: 401, body: '{"message":"Authenticate"}' }))
    assert.deepEqual(delivery, {
      outcome: 'refused',
      error: `The phone service at ${server.url.slice(7)} answered 401: “Authenticate”. Check account SID and auth token in the alert.`,
    })
    assert.lengthOf(server.requests, 1)
  })

  test('when all numbers are wrong that is final, and each is named', async ({ assert }) => {
    const delivery = await send(to({ [TO[0]]: { status: 403 }, [TO[1]]: WRONG, [TO[2]]: WRONG }))
    assert.equal(delivery.outcome, 'refused')
    for (const number of TO) assert.include('error' in delivery && delivery.error, `${number}: The`)
  })

  test('the whole attempt ends in time, and the rest is reached later', async ({ assert }) => {
    // The service answers only when the time for all numbers is up.
    const slow = async () => {
      await once(AbortSignal.timeout(150), 'abort')
      return TAKEN
    }
    const delivery = await send(slow, smsModule({ deadlineMs: 10_000, wholeMs: 50 }))
    assert.equal(delivery.outcome, 'sent')
    assert.deepEqual('retryFor' in delivery && delivery.retryFor, [TO[1], TO[2]])
    assert.match('detail' in delivery ? delivery.detail : '', /was too slow to reach everybody/)
    assert.lengthOf(server.requests, 1)
  })
})

test.group('The text of an SMS', () => {
  test('says the essential first', ({ assert }) => {
    assert.equal(
      smsText(diskProblem()),
      '[Critical] shop-server: disk almost full (98 %) 98 % is used. 0.7 of 40 GB are left. ' +
        'Do now: Empty the folder "Old exports" on shop-server. Where: Disk space, /var.'
    )
    assert.equal(
      smsText(diskRecovery()),
      '[Solved after 42 min] shop-server: disk almost full 61 % is used. Where: Disk space, /var.'
    )
  })

  test('needs at most three parts, whatever it is about ({$i})')
    .with([...HOSTILE, 'x {[~]} '.repeat(500), '€'.repeat(4096), '🔥'.repeat(2000), 'é ç '])
    .run(({ assert }, word) => {
      const text = smsText(everywhere(word))
      assert.isAtMost(partsOf(text), 3)
      assert.match(text, /^\[Critical\] /)
      assert.isTrue(text.isWellFormed())
    })

  test('a long one is cut behind a word', ({ assert }) => {
    const text = smsText(diskProblem({ what: 'These are words. '.repeat(100) }))
    assert.match(text, /(These|are|words\.|Do|now:)\.\.\. ?/)
    assert.equal(partsOf(text), 3)
    const wide = smsText(diskProblem({ title: '東京の店', what: 'These are words. '.repeat(100) }))
    assert.match(wide, / (These|are|words\.)\.\.\.$/)
    assert.equal(partsOf(wide), 3)
  })

  test('typographic signs do not halve its length', ({ assert }) => {
    const text = smsText(diskProblem({ what: '“a” ‘b’ c – d — e… „f“' }))
    assert.include(text, '"a" \'b\' c - d - e... "f"')
    assert.isTrue(isGsm(text))
  })
})

test.group('Options of SMS', () => {
  const parse = (given: object) => sms.parseOptions({ ...ACCOUNT, to: TO, ...given })

  test('numbers are kept in one form, once each', ({ assert }) => {
    const { to } = parse({ to: '+44 1632 960-961, +44 (1632) 960.962,+441632960961,' })
    assert.deepEqual(to, TO.slice(0, 2))
    assert.equal(parse({}).server, 'https://api.twilio.com')
    assert.equal(parse({ from: ' Larkfield 1 ' }).from, 'Larkfield 1')
  })

  test('bad {field} ({$i}) is refused')
    .with(
      [
        ['to', '01632960961'],
        ['to', '0044 1632 960961'],
        ['to', '+0441632960961'],
        ['to', '+44'],
        ['to', `+${'4'.repeat(16)}`],
        ['to', '+44163296096x'],
        ['to', ['+441632960961,+441632960962']],
        ['to', ['+441632960961', null]],
        ['to', Array.from({ length: 51 }, (_, index) => `+4416329600${10 + index}`)],
        ['from', '12345678901'],
        ['from', 'Larkfield Shop'],
        ['from', 'Lärkfield'],
        ['account', 'AC/../x'],
        ['account', 'AC 1'],
        ['token', 'tange rine'],
        ['server', 'api.twilio.com'],
      ].map(([field, value]) => ({ field: String(field), value }))
    )
    .run(({ assert }, { field, value }) => {
      const error = thrown(() => parse({ [field]: value }))
      assert.equal(error.field, field)
      assert.match(error.message, /\.$/)
    })

  test('fifty numbers are the most', ({ assert }) => {
    const to = Array.from({ length: 50 }, (_, index) => `+4416329600${10 + index}`)
    assert.lengthOf(parsePhoneOptions({ ...ACCOUNT, to }, String).to, 50)
  })
})

const GSM =
  /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/

function isGsm(text: string): boolean {
  return GSM.test(text)
}

/** Counted as a phone does: no escape pair and no surrogate pair is parted. */
function partsOf(text: string): number {
  const costs = [...text].map((letter) =>
    isGsm(text) ? (/[\^{}\\[~\]|€]/.test(letter) ? 2 : 1) : letter.length
  )
  const most = isGsm(text) ? 153 : 67
  let parts = 1
  let used = 0
  for (const cost of costs) {
    if (used + cost > most) {
      parts += 1
      used = 0
    }
    used += cost
  }
  return parts
}
