import type { Page, Request } from 'playwright'

/** What goes wrong on a page without anybody seeing it. */
export interface PageWatch {
  /** Complaints so far, in words; empty on a good page. */
  complaints: string[]
}

const TELL_REFUSALS = `document.addEventListener('securitypolicyviolation', (event) =>
  complain('refused ' + event.violatedDirective + ': ' + event.blockedURI + ' ' + event.sourceFile))`

/** Listens for errors, refused contents, failed and outside requests on a page, from now on. */
export async function watchPage(page: Page, origin: string): Promise<PageWatch> {
  const complaints: string[] = []
  await page.exposeFunction('complain', (words: string) => complaints.push(words))
  await page.addInitScript(TELL_REFUSALS)
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const { protocol } = new URL(request.url())
    const isOutside = protocol !== 'data:' && !request.url().startsWith(origin)
    if (isOutside) complaints.push(`outside request: ${request.url()}`)
  })
  page.on('requestfailed', (request) => {
    if (!isLeftBehind(request)) complaints.push(`failed request: ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} of ${response.url()}`)
  })
  return { complaints }
}

/** Going to another page ends what the old one still waited for. */
function isLeftBehind(request: Request): boolean {
  return request.failure()?.errorText === 'net::ERR_ABORTED'
}
