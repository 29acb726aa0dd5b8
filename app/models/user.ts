import hash from '@adonisjs/core/services/hash'
import { compose } from '@adonisjs/core/helpers'
import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { UserSchema } from '#database/schema'
import type { Role } from '../access/roles.ts'

/** A person who signs in. */
export default class User extends compose(UserSchema, withAuthFinder(hash)) {
  declare role: Role
}
