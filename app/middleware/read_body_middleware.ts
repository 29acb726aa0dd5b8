import BodyParserMiddleware from '@adonisjs/core/bodyparser_middleware'
import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isDeeperThan } from '../validators/depth.ts'
import { BadBody, InvalidJson, UnsupportedMediaType } from '../exceptions/refusals.ts'

/** Far more than anything here needs, far less than what ends a recursive reader. */
const MOST_LEVELS = 100

/** Reads the body. What cannot be read is the sender's matter, so nothing of it becomes a failure of ours. */
export default class ReadBodyMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    let isRead = false
    const parser = await ctx.containerResolver.make(BodyParserMiddleware)
    try {
      return await parser.handle(ctx, () => {
        if (isDeeperThan(MOST_LEVELS, ctx.request.body())) throw tooDeep()
        isRead = true
        return next()
      })
    } catch (error) {
      throw isRead ? error : refusalOf(error)
    }
  }
}

function tooDeep() {
  return new InvalidJson(
    `The body is nested too deeply. Send lists and objects at most ${MOST_LEVELS} levels deep.`
  )
}

function refusalOf(error: unknown): unknown {
  // The parsers recurse, and so run out of stack before the levels can be counted.
  if (error instanceof RangeError) return tooDeep()
  if (error instanceof Exception || !(error instanceof Error)) return error
  if (error.message.startsWith('Unsupported Content-Encoding')) {
    return new UnsupportedMediaType(
      'The compression of the body is not known here. Send it without compression, or with gzip.'
    )
  }
  // Codes of zlib: Z_DATA_ERROR and its like, ERR_… for Brotli.
  if (/^(Z_|ERR_)/.test(String(Reflect.get(error, 'code') ?? ''))) {
    return new BadBody(
      'The body is not compressed as its header "Content-Encoding" says. Correct or leave out the header.'
    )
  }
  return error
}
