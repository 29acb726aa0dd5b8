import db from '@adonisjs/lucid/services/db'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import { RESULT_TYPES } from '../../../agent/protocol/result.ts'
import { severityOf } from '../../../app/monitoring/states.ts'
import { createCheck, createHost, createPlugin, manifestOf } from '../../support/factories.ts'
import { writeStory } from '../../support/page_story.ts'
import { createPerson, signedIn } from '../../support/people.ts'

test.group('Overview, Machines and System Logs', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('the Overview of an empty system says what will come', async ({ assert }) => {
    await createPerson('viewer')
    await createPerson('owner')
    const { text } = await (await signedIn('viewer@example.com')).get('/')
    assert.include(text, 'Nothing is watched yet')
    assert.include(text, 'No machines yet')
    assert.include(text, 'This box is not OK')
  })

  test('a machine without a check is not called watched', async ({ assert }) => {
    await createPerson('owner')
    const bare = await createHost('bare')
    const owner = await signedIn('owner@example.com')
    assert.include((await owner.get('/')).words, 'Nothing is watched yet')
    const { words } = await owner.get(`/machines/${bare.id}`)
    assert.include(words, 'Nothing is checked here: no check has this machine.')
    assert.notInclude(words, 'It is watched')

    const plugins = [await createPlugin(), await createPlugin(manifestOf({ id: 'other' }))]
    await createCheck('storage', [await createHost('shop')], plugins)
    const overview = await owner.get('/')
    assert.include(overview.words, 'The first results are on their way')
    assert.include(overview.words, '2 things are checked on 1 machine')
  })

  test('the Overview puts the worst first and counts the rest', async ({ assert }) => {
    const viewer = await viewerOfStory()
    const { text } = await viewer.get('/')
    assert.include(text, '2 things need care')
    assert.include(text, '3 smaller things can wait. 7 machines are fine, 1 is new.')
    assert.isBelow(text.indexOf('shop-server: disk full'), text.indexOf('web2: machine cannot'))
    assert.include(text, 'Last 24 hours: Critical 42 min, OK 23 h 18 min')
  })

  test('a graph on the Overview names its time and its limits', async ({ assert }) => {
    const viewer = await viewerOfStory()
    const limits = 'Minor above 80 %, major above 90 %, critical above 98 %.'
    assert.include((await viewer.get('/')).words, `The last 24 hours. ${limits}`)
    await db.rawQuery(`DELETE FROM results WHERE slot < now() - interval '50 minutes'`)
    assert.include((await viewer.get('/')).words, `The last hour. ${limits}`)
  })

  test('a paused machine says so, wherever its last state is shown', async ({ assert }) => {
    const viewer = await viewerOfStory()
    const { id } = await db.from('hosts').where({ name: 'web1' }).firstOrFail()
    await db.from('hosts').where({ id }).update({ paused_at: new Date() })
    assert.match((await viewer.get('/')).words, /web1 +Paused/)
    const { text, words } = await viewer.get('/machines?q=web1')
    assert.include(words, 'Paused: it is not checked.')
    assert.notInclude(text, 'is-quiet', 'phones leave the reason out of quiet rows')
    assert.include((await viewer.get(`/machines/${id}`)).words, 'Here is how it was before.')
  })

  test('a machine that does not answer is one trouble, not one per plugin', async ({ assert }) => {
    const viewer = await viewerOfStory()
    const nas = await db.from('hosts').where('name', 'nas').firstOrFail()
    const heartbeat = await db.from('plugins').where('identifier', 'heartbeat').firstOrFail()
    const where = { host_id: nas.id }
    await db
      .from('current_states')
      .where(where)
      .update({ state: severityOf('unknown') })
    await db
      .from('current_states')
      .where({ ...where, plugin_id: heartbeat.id })
      .update({ state: severityOf('critical'), reason: 'It is off.' })
    const series = db.from('series').where(where).select('id')
    const refused = RESULT_TYPES.indexOf('connection_error')
    await db.from('results').whereIn('series_id', series).update({ result_type: refused })
    const overview = await viewer.get('/')
    assert.equal(overview.text.match(/>nas: /g)?.length, 1)
    const machine = await viewer.get(`/machines/${nas.id}`)
    assert.include(machine.text, 'Why this is critical')
    assert.notInclude(machine.text, 'on this machine</b>')
  })

  test('the Machines are found by name, address and state', async ({ assert }) => {
    const viewer = await viewerOfStory()
    assert.deepEqual(namesIn((await viewer.get('/machines?q=TILL')).text), ['till-1', 'till-2'])
    assert.deepEqual(namesIn((await viewer.get('/machines?q=203.0')).text), ['web2'])
    assert.deepEqual(namesIn((await viewer.get('/machines?state=minor')).text), ['nas'])
    assert.deepEqual(namesIn((await viewer.get('/machines?q=%25')).text), [])
    const worst = namesIn((await viewer.get('/machines')).text).slice(0, 4)
    assert.deepEqual(worst, ['shop-server', 'web2', 'nas', 'backup-pi'])
  })

  test('what somebody searched for is shown as text', async ({ assert }) => {
    const viewer = await viewerOfStory()
    const { text } = await viewer.get('/machines?q=%3Cimg%20src%3Dx%3E')
    assert.notInclude(text, '<img')
    assert.include(text, '&lt;img src=x&gt;')
  })

  test('log entries are new until somebody says they have read them', async ({ assert }) => {
    const viewer = await viewerOfStory()
    const first = await viewer.get('/logs')
    assert.equal(first.text.match(/tag-new/g)?.length, 2)
    assert.equal(
      (await viewer.get('/logs')).text.match(/tag-new/g)?.length,
      2,
      'looking changes it'
    )
    const [, newest] = /name="newest_id" value="(\d+)"/.exec(first.text)!
    await db.table('system_logs').insert({ category: 'agent', level: 'error', message: 'Later.' })
    await viewer.post('/logs/read', { newest_id: newest })
    assert.equal((await viewer.get('/logs')).text.match(/tag-new/g)?.length, 1)
  })

  test('as many log entries are marked as new as the navigation counts', async ({ assert }) => {
    await createPerson('owner')
    for (const level of ['info', 'error', 'info', 'warning']) {
      await db.table('system_logs').insert({ category: 'agent', level, message: level })
    }
    const { text } = await (await signedIn('owner@example.com')).get('/logs')
    assert.match(text, /class="count count-quiet">2</)
    assert.lengthOf(text.match(/tag-new/g)!, 2)
  })

  test('log entries are found by words and category', async ({ assert }) => {
    const viewer = await viewerOfStory()
    const { text } = await viewer.get('/logs?q=web2&category=agent')
    assert.equal(text.match(/data-key/g)?.length, 1)
    assert.include(text, 'web2 did not answer.')
  })

  test('only an owner clears the log, after being asked', async ({ assert }) => {
    const viewer = await viewerOfStory()
    assert.notInclude((await viewer.get('/logs')).text, '/logs/clear')
    assert.equal((await viewer.post('/logs/clear')).status, 403)
    await createPerson('owner', 'second@example.com')
    const owner = await signedIn('second@example.com')
    assert.include((await owner.get('/logs/clear')).text, '4 entries are there now.')
    assert.lengthOf(await db.from('system_logs'), 4)
    await owner.post('/logs/clear')
    assert.lengthOf(await db.from('system_logs'), 0)
  })
})

function namesIn(text: string): string[] {
  return [...text.matchAll(/class="plain name link" href="[^"]+">([^<]+)</g)].map(
    (found) => found[1]
  )
}

async function viewerOfStory() {
  await writeStory()
  await createPerson('owner')
  await createPerson('viewer')
  return signedIn('viewer@example.com')
}
