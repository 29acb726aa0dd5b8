/** As much of a browser as opens pages: it signs in and keeps its cookies. */
export class Browser {
  readonly #cookies = new Map<string, string>()

  constructor(readonly origin: string) {}

  async signIn(email: string, password: string) {
    const { text } = await this.open('/login')
    const token = /name='_csrf' value='([^']+)'/.exec(text)?.[1] ?? ''
    const body = new URLSearchParams({ _csrf: token, email, password })
    const response = await this.#send('/login', { method: 'POST', body })
    await response.text()
    if (response.status !== 303) throw new Error(`Signing in ended with ${response.status}.`)
  }

  /** @returns the page, and the milliseconds until all of it was there */
  async open(path: string): Promise<{ text: string; ms: number }> {
    const startedAt = performance.now()
    const response = await this.#send(path)
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}.`)
    return { text, ms: performance.now() - startedAt }
  }

  async #send(path: string, init: RequestInit = {}) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { accept: 'text/html', referer: `${this.origin}${path}`, cookie }
    const response = await fetch(`${this.origin}${path}`, { ...init, redirect: 'manual', headers })
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';')
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return response
  }
}
