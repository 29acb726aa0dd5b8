import { ExceptionHandler, type HttpContext } from '@adonisjs/core/http'
import type { HttpError } from '@adonisjs/core/types/http'
import { isApiPath } from '../access/api_path.ts'
import { leadToSignIn, typedIn } from '../access/interrupted_form.ts'
import { type Explanation, explainFailure } from './explain_failure.ts'
import { formPathOf } from './form_path.ts'
import { isNews } from './is_news.ts'

const TITLES: Record<number | string, string> = {
  400: 'This cannot be read here',
  403: 'You may not do this',
  404: 'There is no such page',
  405: 'This page cannot do that',
  409: 'This was not done',
  415: 'This cannot be read here',
  421: 'This name is not known here',
  503: 'The database does not answer',
  E_DISK_FULL: 'The disk is full',
}

/** The one place where whatever was thrown becomes an answer: JSON below /api, else a page. */
export default class HttpExceptionHandler extends ExceptionHandler {
  protected debug = false

  /** The log is for what went wrong here; what keeps going wrong is told once a minute, and without its stack. */
  async report(error: unknown, ctx: HttpContext) {
    const { status, code, message } = explainFailure(error, ctx.request)
    if (status < 500) return
    if (status !== 503) return super.report(error, ctx)
    if (isNews(code)) ctx.logger.error(`${code}: ${message} (${(error as Error).message})`)
  }

  async handle(error: unknown, ctx: HttpContext) {
    const explanation = explainFailure(error, ctx.request)
    for (const [name, value] of Object.entries(explanation.headers ?? {})) {
      ctx.response.header(name, value)
    }
    if (isApiPath(ctx.request.url())) return answerJson(explanation, ctx)
    const isForm = ctx.request.method() === 'POST' && ctx.session
    if (explanation.fields && isForm) return this.#returnToForm(error as HttpError, ctx)
    if (isForm && isFromSignedOut(explanation, ctx)) return leadToSignIn(ctx)
    return answerPage(explanation, ctx)
  }

  /** The form is shown again with what was typed, but for secrets. */
  #returnToForm(error: HttpError, ctx: HttpContext) {
    ctx.session.flashValidationErrors(error, false)
    ctx.session.flash(typedIn(ctx))
    return ctx.response.redirect().status(303).toPath(formPathOf(ctx))
  }
}

/** The token of a form goes with the session it was in. */
function isFromSignedOut({ code }: Explanation, ctx: HttpContext): boolean {
  const isForAll = ['/login', '/setup'].includes(ctx.route?.pattern ?? '')
  return code === 'E_BAD_CSRF_TOKEN' && !isForAll && !ctx.session.has('auth_web')
}

function answerJson({ status, code, message, fields }: Explanation, { response }: HttpContext) {
  return response.status(status).send({ error: { code, message, fields } })
}

async function answerPage({ status, code, message }: Explanation, ctx: HttpContext) {
  const title = TITLES[code] ?? TITLES[status] ?? 'Something went wrong'
  const page = await ctx.view.render('pages/error', { status, title, sentence: message })
  return ctx.response.status(status).type('html').send(page)
}
