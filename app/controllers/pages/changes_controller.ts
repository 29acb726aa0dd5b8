import type { HttpContext } from '@adonisjs/core/http'
import transmit from '@adonisjs/transmit/services/main'
import { NotFound } from '../../exceptions/refusals.ts'
import { CHANGES } from '../../monitoring/store/announce.ts'

/** The stream that open pages listen to. A page makes up an id, opens the stream, then asks for the changes. */
export default class ChangesController {
  stream(ctx: HttpContext) {
    const stream = transmit.createStream({
      uid: streamId(ctx),
      context: ctx,
      request: ctx.request.request,
      response: ctx.response.response,
      injectResponseHeaders: ctx.response.getHeaders(),
    })
    return ctx.response.stream(stream)
  }

  async subscribe(ctx: HttpContext) {
    const isOpen = await transmit.subscribe({
      uid: streamId(ctx),
      channel: channel(ctx),
      context: ctx,
    })
    if (!isOpen) throw new NotFound('There is no open stream with this id.')
    return ctx.response.noContent()
  }

  async unsubscribe(ctx: HttpContext) {
    await transmit.unsubscribe({ uid: streamId(ctx), channel: channel(ctx), context: ctx })
    return ctx.response.noContent()
  }
}

function streamId({ request }: HttpContext): string {
  const uid = request.input('uid')
  if (typeof uid === 'string' && /^[0-9a-f]{32}$/.test(uid)) return uid
  throw new NotFound('Give the stream an id "uid" of 32 hexadecimal digits.')
}

function channel({ request }: HttpContext): string {
  if (request.input('channel') === CHANGES) return CHANGES
  throw new NotFound(`There is only one channel: "${CHANGES}".`)
}
