import { DbAccessTokensProvider } from '@adonisjs/auth/access_tokens'
import { ApiClientSchema } from '#database/schema'
import type { Role } from '../access/roles.ts'

/** A program that uses the API with a token, and may do what its role may. */
export default class ApiClient extends ApiClientSchema {
  declare role: Role

  static tokens = DbAccessTokensProvider.forModel(ApiClient, {
    table: 'api_tokens',
    prefix: 'pro_',
  })
}
