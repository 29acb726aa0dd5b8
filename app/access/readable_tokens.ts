import { AccessToken, DbAccessTokensProvider } from '@adonisjs/auth/access_tokens'
import type { LucidModel } from '@adonisjs/lucid/types/model'
import { isAboutFullDisk } from '../supervisor/disk_space.ts'

type Decoded = NonNullable<ReturnType<typeof AccessToken.decode>>
type Verify = DbAccessTokensProvider<LucidModel>['verify']

/** What the database can hold as the id of a token. */
const ID = /^[1-9]\d{0,8}$/

/**
 * Tokens that also open the API while it cannot be written down when they were used, because the disk is full. The
 * database is not asked for what cannot be one.
 */
export class ReadableTokens<Model extends LucidModel> extends DbAccessTokensProvider<Model> {
  async verify(...[value]: Parameters<Verify>): ReturnType<Verify> {
    const decoded = AccessToken.decode(this.prefix, value.release())
    if (!decoded || !ID.test(decoded.identifier)) return null
    try {
      return await super.verify(value)
    } catch (error) {
      if (!isAboutFullDisk(error)) throw error
      return this.#verifyByReading(decoded)
    }
  }

  async #verifyByReading(decoded: Decoded): ReturnType<Verify> {
    const db = await this.getDb()
    const key = { id: decoded.identifier, type: this.type }
    const row = await db.query().from(this.table).where(key).first()
    if (!row) return null
    const token = this.dbRowToAccessToken(row)
    return token.verify(decoded.secret) && !token.isExpired() ? token : null
  }
}
