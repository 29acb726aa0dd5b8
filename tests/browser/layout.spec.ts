import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { Browser } from 'playwright'
import { createCheck, createHost, createPlugin } from '../support/factories.ts'
import { url } from '../support/page_client.ts'
import { createPerson, PASSWORD } from '../support/people.ts'

const LONG = 'accounts-and-backups.office.larkfield.example'
const LONGER = `back-room-of-the-second-shop.${LONG}`

test.group('A page of 1280 px', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('keeps the navigation in one line each, however many entries are new', async ({
    assert,
    browser,
    cleanup,
  }) => {
    await createPerson('owner')
    await db.rawQuery(`INSERT INTO system_logs (category, level, message)
      SELECT 'agent', 'error', 'line ' || n FROM generate_series(1, 120) n`)
    const { page, close } = await openOverview(browser)
    cleanup(close)
    const link = page.locator('.rail a[href="/logs"]')
    assert.include(await link.innerText(), '99+')
    const heights = await page.locator('.rail .nav a').evaluateAll(heightsOf)
    assert.lengthOf(new Set(heights), 1)
    assert.isTrue(await link.evaluate(isWhole))
  })

  test('shows a long name whole where there is room', async ({ assert, browser, cleanup }) => {
    await createPerson('owner')
    await createCheck('storage', [await createHost(LONG)], [await createPlugin()])
    const { page, close } = await openOverview(browser)
    cleanup(close)
    const name = page.locator('.fine .clip')
    assert.equal(await name.innerText(), LONG)
    assert.isTrue(await name.evaluate(isWhole))
  })
})

test.group('A page of 375 px', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('keeps the way back, and the reason, clear of a long name', async ({
    assert,
    browser,
    cleanup,
  }) => {
    await createPerson('owner')
    await createCheck('storage', [await createHost(LONGER)], [await createPlugin()])
    const { page, close } = await openOverview(browser, 375)
    cleanup(close)
    await page.goto(url('/machines'))
    const name = await page.locator('.list .name').evaluate(wordsBoxOf)
    const reason = await page.locator('.list .c-why').evaluate(wordsBoxOf)
    assert.isAbove(name.height, 80, 'the name takes several lines')
    assert.isAtLeast(reason.top - name.bottom, 8)
    await page.locator('.list .name').click()
    await page.getByRole('heading', { name: LONGER }).waitFor()
    const back = await page.locator('.crumb a').evaluate(wordsBoxOf)
    assert.isBelow(back.height, 30)
  })
})

async function openOverview(browser: Browser, width = 1280) {
  const context = await browser.newContext({ viewport: { width, height: 800 } })
  const page = await context.newPage()
  await page.goto(url('/login'))
  await page.getByLabel('E-mail address').fill('owner@example.com')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(url('/'))
  return { page, close: () => context.close() }
}

function heightsOf(links: { getBoundingClientRect(): { height: number } }[]): number[] {
  return links.map((link) => Math.round(link.getBoundingClientRect().height))
}

function isWhole(element: { scrollWidth: number; clientWidth: number }): boolean {
  return element.scrollWidth <= element.clientWidth
}

/** The words alone, without the space around them that takes a thumb. */
function wordsBoxOf(element: { ownerDocument: unknown }) {
  const range = (element.ownerDocument as { createRange(): DomRange }).createRange()
  range.selectNodeContents(element)
  const { top, bottom, height } = range.getBoundingClientRect()
  return { top, bottom, height }
}

interface DomRange {
  selectNodeContents(element: unknown): void
  getBoundingClientRect(): { top: number; bottom: number; height: number }
}
