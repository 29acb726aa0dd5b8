import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright'

const LAYOUT = readFileSync(new URL('page_layout.browser.js', import.meta.url), 'utf8')
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[]
}

/**
 * Looks for what nobody should meet: a page or pane that scrolls sideways, text past the right edge, targets too
 * small for a thumb, and whatever axe finds.
 * @returns complaints in words; empty on a good page
 */
export async function inspectPage(page: Page): Promise<string[]> {
  const layout = await page.evaluate<string[]>(LAYOUT)
  return [...layout, ...(await findAxeFaults(page))]
}

async function findAxeFaults(page: Page): Promise<string[]> {
  // The policy of the page allows no tag; the debugger may evaluate all the same.
  await page.evaluate(AXE)
  const results = await page.evaluate<AxeResults>('axe.run()')
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `axe ${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary}`)
  )
}
