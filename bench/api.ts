import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Product } from '../tests/survival/product.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const run = promisify(execFile)

/** The API of a product, as its owner. */
export class Api {
  private constructor(
    readonly origin: string,
    readonly token: string
  ) {}

  static async of({ folder, port }: Product): Promise<Api> {
    const words = ['ace.js', 'token:create', '--name=bench', '--json']
    const env = { ...process.env, PROPHASIS_DATA_DIR: folder, NODE_ENV: 'production' }
    const { stdout } = await run(process.execPath, words, { cwd: root, env })
    const { token } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { token: string }
    return new Api(`http://127.0.0.1:${port}/api/v1/`, token)
  }

  /** @returns the id of what was made */
  async make(what: string, body: object): Promise<number> {
    return (await this.send('POST', what, body)).data.id
  }

  /** @throws Error with the answer when it is refused */
  async send(method: string, path: string, body: object): Promise<{ data: { id: number } }> {
    const response = await fetch(this.origin + path, {
      method,
      headers: { 'authorization': `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text) as { data: { id: number } }
  }
}
