import { test } from '@japa/runner'
import { call } from '../../../app/monitoring/alert/modules/call/module.ts'
import { twimlOf } from '../../../app/monitoring/alert/modules/call/twiml.ts'
import { formOf } from './fixtures/phone.ts'
import { everywhere } from './hostile.ts'
import { diskProblem, mailJob } from './shop.ts'
import { thrown } from './thrown.ts'
import { readTwiml } from './twiml_reader.ts'
import { WebServer } from './web_server.ts'

const ACCOUNT = { account: 'AC0123456789abcdef', token: 'tangerine4711', from: '+441632960960' }
const TO = ['+441632960961', '+441632960962']

test.group('A phone call', () => {
  test('is ordered for each number, with what is to be said', async ({ assert }) => {
    const server = await WebServer.start(() => ({ status: 201, body: '{"sid":"CA0123"}' }))
    const options = call.parseOptions({ ...ACCOUNT, to: TO, server: server.url })
    const job = { ...mailJob(diskProblem()), options }
    const delivery = await call.send(job, { mail: null, now: new Date(job.content.at) })
    await server.stop()
    assert.equal(delivery.outcome, 'sent')
    assert.equal(server.requests[0].path, '/2010-04-01/Accounts/AC0123456789abcdef/Calls.json')
    const Twiml = twimlOf(diskProblem())
    assert.deepEqual(
      server.requests.map(formOf),
      TO.map((To) => ({ To, From: '+441632960960', Twiml }))
    )
  })

  test('says the essential twice', ({ assert }) => {
    const sentence =
      'This is Prophasis. Critical. shop-server: disk almost full (98 %). ' +
      'Do now: Empty the folder “Old exports” on shop-server.'
    const say = [{ tag: 'Say', attributes: 'language="en-GB"' }, { text: sentence }]
    assert.deepEqual(readTwiml(twimlOf(diskProblem())), [
      { tag: 'Response', attributes: '' },
      ...say,
      { tag: 'Pause', attributes: 'length="1"' },
      ...say,
    ])
  })

  test('speaks signs of XML as what they are', ({ assert }) => {
    const host = { id: 1, name: `<b> & "c" 'd' ]]>`, address: '' }
    const parts = readTwiml(twimlOf(diskProblem({ host })))
    assert.include(JSON.stringify(parts), JSON.stringify(host.name).slice(1, -1))
  })

  test('stays within the 4,000 letters of TwiML, whatever has to be escaped', ({ assert }) => {
    for (const letter of ['&', '<', '"', "'", '東', '🔥'])
      assert.isAtMost(twimlOf(everywhere(letter.repeat(4096))).length, 4000)
  })

  test('has a number for its sender, not a name', ({ assert }) => {
    const error = thrown(() => call.parseOptions({ ...ACCOUNT, to: TO, from: 'Larkfield' }))
    assert.equal(error.field, 'from')
    assert.match(error.message, /“Larkfield” is not a phone number\. Write it with the code/)
  })
})
