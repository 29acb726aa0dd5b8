import type { HttpContext } from '@adonisjs/core/http'
import { PACKAGE_LIMITS } from '../../../agent/protocol/archive_entries.ts'
import { type Contracts, PACKAGE } from '../../api/contract.ts'
import { queryGiven } from '../../api/given.ts'
import { listPage } from '../../api/list_page.ts'
import { rawBody } from '../../api/raw_body.ts'
import { SEND_PACKAGE, UnsupportedMediaType } from '../../exceptions/refusals.ts'
import { acceptPackage } from '../../plugins/accept_package.ts'
import { deletePlugin } from '../../plugins/delete_plugin.ts'
import { describePlugin, describePlugins } from '../../plugins/describe_plugins.ts'
import { readSignature, UPLOAD_SIGNATURE_HEADER } from '../../plugins/read_signature.ts'
import { findPlugin } from '../../rules/find_by_reference.ts'
import { goesWithIt } from '../../saving/goes_with_it.ts'
import { consequencesQuery } from '../../validators/api/hosts.ts'
import { uploadQuery } from '../../validators/api/plugins.ts'
import { listQuery } from '../../validators/rules.ts'

/** What can be measured. */
export default class PluginsController {
  static contracts = {
    index: { about: 'Plugins, by name.', query: listQuery, answers: 'page' },
    show: {
      about: 'A plugin with its packages, its manifest and who uses it.',
      ...{ query: consequencesQuery, answers: 'object' },
    },
    store: {
      about: `Takes in a plugin package, with its signature as base64 in ${UPLOAD_SIGNATURE_HEADER}.`,
      ...{ query: uploadQuery, body: PACKAGE, answers: 'object', status: 201 },
    },
    destroy: { about: 'Deletes a plugin with its results.', answers: 'nothing' },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    return listPage(await describePlugins(), await queryGiven(request, listQuery))
  }

  async show({ params, request }: HttpContext) {
    const { consequences } = await queryGiven(request, consequencesQuery)
    const { id } = await findPlugin(params.id)
    const plugin = await describePlugin(id)
    const loss = consequences ? { goes_with_it: await goesWithIt('plugins', id) } : {}
    return { data: { ...plugin, ...loss } }
  }

  async store({ request, response }: HttpContext) {
    if (!request.is(['application/gzip', 'application/x-gzip']))
      throw new UnsupportedMediaType(SEND_PACKAGE)
    const { replace: mayReplace = false } = await queryGiven(request, uploadQuery)
    const signature = await readSignature(request.header(UPLOAD_SIGNATURE_HEADER))
    const archive = await rawBody(request, PACKAGE_LIMITS.archiveBytes)
    const { id, isChanged } = await acceptPackage({ archive, signature, mayReplace })
    return response.status(isChanged ? 201 : 200).send({ data: await describePlugin(id) })
  }

  async destroy({ params, response }: HttpContext) {
    await deletePlugin((await findPlugin(params.id)).id)
    return response.noContent()
  }
}
