import db from '@adonisjs/lucid/services/db'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import { apiAs } from '../../support/api.ts'
import { type Story, writeStory } from '../../support/page_story.ts'
import type { PageClient } from '../../support/page_client.ts'
import { createPerson, signedIn } from '../../support/people.ts'

test.group('The page of a machine', (group) => {
  let story: Story
  let browser: PageClient
  const path = (name: string) => `/machines/${story.hosts.get(name)}`

  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())
  group.each.setup(async () => {
    story = await writeStory()
    await createPerson('owner')
    await createPerson('helper')
    browser = await signedIn('helper@example.com')
  })

  test('says what is wrong with live numbers, why, and what to do', async ({ assert }) => {
    const { text } = await browser.get(path('shop-server'))
    assert.include(text, 'On shop-server, 98 % of / is used. 720 MB of 40 GB are left.')
    assert.include(text, 'Why this is critical')
    assert.match(text, /<dt>Used more than<\/dt><dd>98 %<\/dd>/)
    assert.include(text, 'Call now if the disk can only be read')
  })

  test('shows no characters that hide or turn others', async ({ assert }) => {
    const hidden = 'moc.\u202eelpmaxe\u200b is \u2066full'
    await db.from('current_states').where('state', '>', 1).update({ reason: hidden })
    await db.from('messages').update({ text: hidden })
    await db.from('system_logs').update({ message: hidden })
    const viewed = [path('shop-server'), '/', '/machines', '/logs']
    for (const page of viewed) {
      const { text } = await browser.get(page)
      assert.include(text, 'moc.elpmaxe is full', page)
      assert.notMatch(text, /[\u202a-\u202e\u2066-\u2069\u200b]/, page)
    }
    const api = await apiAs('viewer')
    for (const address of [`/hosts/${story.hosts.get('shop-server')}`, '/logs']) {
      const said = JSON.stringify((await api('GET', address)).body)
      assert.include(said, 'moc.elpmaxe is full')
      assert.notMatch(said, /[\u202a-\u202e\u2066-\u2069\u200b]/)
    }
  })

  test('explains another trouble of the same machine when asked', async ({ assert }) => {
    const { text } = await browser.get(`${path('shop-server')}?plugin=updates`)
    assert.include(text, 'Why this is minor')
    assert.include(text, 'A security update has waited too long.')
  })

  test('has one meter per disk, the worst first, with its limits', async ({ assert }) => {
    const { text } = await browser.get(path('shop-server'))
    const disks = [...text.matchAll(/<b class="clip">([^<]+)<\/b>/g)].map((found) => found[1])
    assert.deepEqual(disks, ['/', '/srv', '/backup'])
    assert.equal(text.match(/class="tick"/g)?.length, 9)
  })

  test('uses the limits that hold for this machine', async ({ assert }) => {
    const plugin = await db.from('plugins').where('identifier', 'disk_space').firstOrFail()
    const override = { plugin_id: plugin.id, host_id: story.hosts.get('shop-server') }
    await db.table('limits').insert({ ...override, name: 'critical_percent', value: '97' })
    const { text } = await browser.get(path('shop-server'))
    assert.match(text, /<dt>Used more than<\/dt><dd>97 %<\/dd>/)
    assert.include(text, 'Critical above 97 %')
  })

  test('gives the chart its points, with a gap where nothing was measured', async ({ assert }) => {
    const answer = await browser.get(`${path('shop-server')}/graphs/disk_space?instance=/srv`)
    const { points, bands, unit } = JSON.parse(answer.text)
    assert.equal(unit, '%')
    assert.deepEqual(
      bands.map((band: { words: string }) => band.words),
      ['Minor above 80 %', 'Major above 90 %', 'Critical above 98 %']
    )
    assert.equal(points.filter((point: [number, number | null]) => point[1] === null).length, 1)
    assert.closeTo(points.at(-1)[1], 61, 0.1)
  })

  test('says what is wrong with a chosen time', async ({ assert }) => {
    const range = '?range=custom&from=2026-03-02T10:00&to=2026-03-01T10:00'
    const { text } = await browser.get(path('nas') + range)
    assert.include(text, 'The end lies before the start.')
    assert.include(text, 'value="2026-03-02T10:00"')
  })

  test('asks the core to check again, and only when asked', async ({ assert }) => {
    await browser.get(path('nas'))
    assert.lengthOf(await db.from('run_requests'), 0)
    const answer = await browser.post(`${path('nas')}/runs`)
    assert.equal(answer.location, path('nas'))
    const [request] = await db.from('run_requests')
    assert.equal(request.host_id, story.hosts.get('nas'))
    assert.include((await browser.get(path('nas'))).text, 'nas is being checked again.')
  })

  test('is 404 for {$self}')
    .with(['/machines/999999', '/machines/abc', '/machines/1%27'])
    .run(async ({ assert }, unknown) => {
      const answer = await browser.get(unknown)
      assert.equal(answer.status, 404)
      assert.include(answer.text, 'There is no such machine.')
    })
})
