import type { AddressInfo } from 'node:net'
import server from '@adonisjs/core/services/server'

/** A browser without a screen: keeps cookies, follows nothing, and fills in the CSRF token of the page it is on. */
export class PageClient {
  readonly #cookies = new Map<string, string>()
  readonly #base: string
  #token = ''
  #page = ''

  /** @param base where the pages are, such as `http://127.0.0.1:3333`; by default the server under test */
  constructor(base = '') {
    this.#base = base
  }

  /** @returns the answer, with its text read already */
  async get(path: string, headers: Record<string, string> = {}) {
    const answer = await this.#send(path, { headers })
    const token = /name='_csrf' value='([^']+)'/.exec(answer.text)?.[1]
    if (token) this.#token = token
    if (answer.status === 200) this.#page = path
    return answer
  }

  /** Sends the form that the page asked for last holds. */
  post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) {
    const body = new URLSearchParams({ _csrf: this.#token, ...fields })
    return this.#send(path, {
      method: 'POST',
      body,
      headers: { referer: this.#url(this.#page), ...headers },
    })
  }

  /** Any method, with the CSRF token in the header, as a page's own requests send it. */
  request(method: string, path: string) {
    return this.#send(path, { method, headers: { 'x-csrf-token': this.#token } })
  }

  /** A second browser that has stolen the cookies of this one. */
  clone(): PageClient {
    const other = new PageClient(this.#base)
    for (const [name, value] of this.#cookies) other.#cookies.set(name, value)
    other.#token = this.#token
    return other
  }

  /** All cookies, as they are sent. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** The value of the session cookie, as it is sent. */
  get sessionCookie(): string {
    return this.#cookies.get('prophasis-session') ?? ''
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }) {
    const { cookie } = this
    const response = await fetch(this.#url(path), {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...init.headers, ...(cookie ? { cookie } : {}) },
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    return {
      status: response.status,
      location: response.headers.get('location'),
      text,
      // What people read, whatever the markup.
      words: text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' '),
      headers: response.headers,
    }
  }

  #url(path: string): string {
    return this.#base === '' ? url(path) : `${this.#base}${path}`
  }

  #keep(line: string) {
    const [pair] = line.split(';')
    const at = pair.indexOf('=')
    this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

/** @returns the address of a path on the server under test */
export function url(path: string): string {
  const { port } = server.getNodeServer()!.address() as AddressInfo
  return `http://127.0.0.1:${port}${path}`
}
