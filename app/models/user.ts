import hash from '@adonisjs/core/services/hash'
import { compose } from '@adonisjs/core/helpers'
import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { UserSchema } from '#database/schema'

export const ROLES = ['owner', 'helper', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** A person who signs in. */
export default class User extends compose(UserSchema, withAuthFinder(hash)) {
  declare role: Role
}
