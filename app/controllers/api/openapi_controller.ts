import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import type { Contracts } from '../../api/contract.ts'
import { openapiDocument } from '../../openapi/document.ts'

/** The API, told to programs. */
export default class OpenapiController {
  static contracts = {
    show: { about: 'This document.', answers: 'document' },
  } satisfies Contracts

  async show() {
    const routes = Object.values(router.toJSON()).flat()
    return openapiDocument(routes, app.version?.toString() ?? '0.0.0')
  }
}
