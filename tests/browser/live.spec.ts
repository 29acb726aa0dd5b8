import env from '#start/env'
import db from '@adonisjs/lucid/services/db'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import pg from 'pg'
import type { BrowserContext, Page } from 'playwright'
import { severityOf, type State } from '../../app/monitoring/states.ts'
import { url } from '../support/page_client.ts'
import { type Story, writeStory } from '../support/page_story.ts'
import { createPerson, PASSWORD } from '../support/people.ts'

test.group('Open pages', (group) => {
  let story: Story

  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())
  group.each.setup(async () => {
    story = await writeStory()
    await createPerson('owner')
  })

  test('follow a change without being loaded again', async ({ assert, browser, cleanup }) => {
    const page = await openPage(await browser.newContext(), cleanup)
    await page.evaluate(() => Reflect.set(globalThis, 'isTheSamePage', true))
    await changeHealth(story, 'web2', 'ok')
    await announce()
    await page.getByRole('heading', { name: '1 thing needs care' }).waitFor()
    assert.match(await page.title(), /1 thing needs care/)
    assert.isTrue(await page.evaluate(() => Reflect.get(globalThis, 'isTheSamePage')))
  })

  test('leave the order alone under a reader, and offer the new one', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const page = await openPage(await browser.newContext(), cleanup)
    await page.goto(url('/machines'))
    await page.getByText('Live', { exact: true }).waitFor()
    const first = page.locator('#machine-list .name').first()
    await first.focus()
    await changeHealth(story, 'ups', 'critical')
    await changeHealth(story, 'shop-server', 'ok')
    await announce()
    const offer = page.getByRole('button', { name: /changes? – refresh/ })
    await offer.waitFor()
    assert.equal(await first.innerText(), 'shop-server')
    await offer.click()
    await page.locator('#machine-list tr:first-child', { hasText: 'ups' }).waitFor()
    await offer.waitFor({ state: 'hidden' })
  })

  test('say when the connection is gone', async ({ browser, cleanup }) => {
    const context = await browser.newContext()
    const page = await openPage(context, cleanup)
    await context.setOffline(true)
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
    await page.getByText('No connection, tries again').waitFor()
    await context.setOffline(false)
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
    await page.getByText('Live', { exact: true }).waitFor()
  })
})

async function openPage(
  context: BrowserContext,
  cleanup: (close: () => Promise<void>) => void
): Promise<Page> {
  cleanup(() => context.close())
  const page = await context.newPage()
  await page.goto(url('/login'))
  await page.getByLabel('E-mail address').fill('owner@example.com')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Live', { exact: true }).waitFor()
  return page
}

/** As the core would store it. */
async function changeHealth({ hosts, now }: Story, name: string, state: State) {
  const where = { host_id: hosts.get(name) }
  await db
    .from('host_health')
    .where(where)
    .update({ state: severityOf(state), since: now })
  await db
    .from('current_states')
    .where(where)
    .update({ state: severityOf(state), since: now })
}

/** From another connection, because the one of the test never commits. */
async function announce() {
  const client = new pg.Client({ connectionString: env.get('DATABASE_URL') })
  await client.connect()
  await client.query(`SELECT pg_notify('changes', '{"hosts":[1],"services":[],"results":[]}')`)
  await client.end()
}
