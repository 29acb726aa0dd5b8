import { AccessToken, DbAccessTokensProvider } from '@adonisjs/auth/access_tokens'
import type { LucidModel } from '@adonisjs/lucid/types/model'
import { isAboutFullDisk } from '../supervisor/disk_space.ts'

type Verify = DbAccessTokensProvider<LucidModel>['verify']

/** Tokens that also open the API while it cannot be written down when they were used, because the disk is full. */
export class ReadableTokens<Model extends LucidModel> extends DbAccessTokensProvider<Model> {
  async verify(...[value]: Parameters<Verify>): ReturnType<Verify> {
    try {
      return await super.verify(value)
    } catch (error) {
      if (!isAboutFullDisk(error)) throw error
      return this.#verifyByReading(value)
    }
  }

  async #verifyByReading(value: Parameters<Verify>[0]): ReturnType<Verify> {
    const decoded = AccessToken.decode(this.prefix, value.release())
    if (!decoded) return null
    const db = await this.getDb()
    const key = { id: decoded.identifier, type: this.type }
    const row = await db.query().from(this.table).where(key).first()
    if (!row) return null
    const token = this.dbRowToAccessToken(row)
    return token.verify(decoded.secret) && !token.isExpired() ? token : null
  }
}
