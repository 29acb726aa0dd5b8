import { readFile } from 'node:fs/promises'
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
    const { version } = JSON.parse(await readFile(app.makePath('package.json'), 'utf8'))
    return openapiDocument(routes, version)
  }
}
