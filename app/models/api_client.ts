import { ApiClientSchema } from '#database/schema'
import type { Role } from '../access/roles.ts'
import { ReadableTokens } from '../access/readable_tokens.ts'

/** A program that uses the API with a token, and may do what its role may. */
export default class ApiClient extends ApiClientSchema {
  declare role: Role

  static tokens = new ReadableTokens({
    tokenableModel: ApiClient,
    table: 'api_tokens',
    prefix: 'pro_',
  })
}
