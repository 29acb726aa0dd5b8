import hash from '@adonisjs/core/services/hash'
import { compose } from '@adonisjs/core/helpers'
import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { beforeSave } from '@adonisjs/lucid/orm'
import { UserSchema } from '#database/schema'
import type { Role } from '../access/roles.ts'

/** A person who signs in. */
export default class User extends compose(UserSchema, withAuthFinder(hash)) {
  declare role: Role

  /** People write their address now with a capital, now without: it is kept, and looked for, without. */
  @beforeSave()
  static lowerEmail(user: User) {
    if (user.$dirty.email) user.email = user.email.trim().toLowerCase()
  }
}
