import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { saveAlert } from '../../app/alerts/save_alert.ts'
import { currentSetupCode } from '../../app/setup/setup_code.ts'
import { useOwnDataFolder } from '../support/page_data_folder.ts'
import { inspectPage } from '../support/page_inspection.ts'
import { writeStory } from '../support/page_story.ts'
import { type PageWatch, watchPage } from '../support/page_watch.ts'
import { url } from '../support/page_client.ts'

const LOOKS = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 375, colorScheme: 'light' },
  { width: 375, colorScheme: 'dark' },
] as const

test.group('The walk from the set-up to an alert', (group) => {
  group.each.setup(() => useOwnDataFolder())
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('is clean at {width} px in {colorScheme} colours')
    .with([...LOOKS])
    .run(async ({ assert, browser, cleanup }, { width, colorScheme }) => {
      const { hosts } = await writeStory()
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme })
      cleanup(() => context.close())
      const page = await context.newPage()
      const watch = await watchPage(page, url(''))
      const isGood = (name: string) => checkPage(page, watch, name, assert)

      await page.goto(url('/'))
      await page.waitForURL(url('/setup'))
      await isGood('Set-up')
      await setUp(page)

      await page.waitForURL(url('/'))
      assert.equal(await page.locator('h1').innerText(), '2 things need care')
      assert.match(await page.title(), /^✕ 2 things need care/)
      await isGood('Overview')

      await page.getByRole('link', { name: 'shop-server: disk full or locked' }).click()
      await page.getByRole('heading', { name: 'Why this is critical' }).waitFor()
      await page.locator('.apexcharts-line-series path').first().waitFor()
      assert.include(await page.locator('.hero').innerText(), '98 % of / is used')
      await isGood('Machine')
      await page.getByText('Show as table').click()
      await isGood('Machine with the table')

      for (const path of [...PAGES, `/machines/${hosts.get('nas')}?range=custom`]) {
        await page.goto(url(path))
        await isGood(path)
      }
    })

  test('says what an alert is narrowed to while it is edited', async ({
    assert,
    browser,
    cleanup,
  }) => {
    await writeStory()
    const alert = await saveAlert({
      ...{ name: 'Memory', module: 'email', options: { to: 'anna@example.com' }, from: 'any' },
      ...{ to: ['critical'], applies_to: { plugins: ['memory'] } },
    })
    const context = await browser.newContext({ viewport: { width: 375, height: 800 } })
    cleanup(() => context.close())
    const page = await context.newPage()
    await page.goto(url('/setup'))
    await setUp(page)
    await page.goto(url(`/alerts/${alert.id}/edit`))
    await page.getByLabel('Minor').check()
    const sentence =
      'Tell anna@example.com when any machine becomes critical or minor. Only for Memory.'
    await page.getByText(sentence).waitFor()
    assert.deepEqual(await inspectPage(page), [])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(url('/alerts'))
    await page.getByText(sentence).waitFor()
  })

  test('makes an alert, says what was wrong, and loses nothing', async ({
    assert,
    browser,
    cleanup,
  }) => {
    await writeStory()
    const context = await browser.newContext({ viewport: { width: 375, height: 800 } })
    cleanup(() => context.close())
    const page = await context.newPage()
    await page.goto(url('/setup'))
    await setUp(page)
    await page.goto(url('/alerts/create'))
    await page.getByLabel('Name').fill('Shop hours')
    await page.getByLabel('Who is told').fill('not an address')
    await page.getByLabel('Minor').check()
    const preview = 'Tell not an address when any machine becomes critical, major or minor.'
    await page.getByText(preview).waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('#to-hint b').waitFor()
    assert.equal(await page.getByLabel('Name').inputValue(), 'Shop hours')
    assert.isTrue(await page.getByLabel('Minor').isChecked())
    assert.deepEqual(await inspectPage(page), [], 'the form with a wrong field')

    await page.getByLabel('Who is told').fill('anna@larkfield.example')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(url('/alerts'))
    const sentence =
      'Tell anna@larkfield.example when any machine becomes critical, major or minor.'
    await page.getByText(sentence).waitFor()
    await page.getByRole('link', { name: 'Delete' }).click()
    await page.getByRole('dialog').waitFor()
    assert.deepEqual(await inspectPage(page), [], 'the dialog')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Nobody is told yet').waitFor()
  })
})

const PAGES = [
  '/machines',
  '/machines?q=no-such-machine',
  '/machines?state=minor',
  '/alerts',
  '/alerts/create',
  '/logs',
  '/settings',
  '/settings/mail',
  '/account',
  '/users',
]

async function setUp(page: Page) {
  await page.getByLabel('Set-up code').fill(currentSetupCode())
  await page.getByLabel('Your name').fill('Anna Larkfield')
  await page.getByLabel('E-mail address').fill('anna@larkfield.example')
  await page.getByLabel('Password', { exact: true }).fill('plum-tree in May')
  await page.getByRole('button', { name: 'Create my sign-in' }).click()
  await page.waitForURL(url('/'))
}

interface Equal {
  deepEqual(actual: unknown, expected: unknown, message: string): void
}

async function checkPage(page: Page, watch: PageWatch, name: string, assert: Equal) {
  assert.deepEqual(await inspectPage(page), [], name)
  assert.deepEqual(watch.complaints, [], name)
}
