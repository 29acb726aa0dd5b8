import type { HttpContext } from '@adonisjs/core/http'
import type { SessionData } from '@adonisjs/session/types'
import { formPathOf } from '../exceptions/form_path.ts'

const KEY = 'interrupted'
/** A form of ours is far smaller. */
const MOST_CHARACTERS = 20_000

/** A form that somebody sent who had been signed out meanwhile. */
interface Interrupted {
  path: string
  fields: SessionData
}

/** Says to somebody who was signed out meanwhile that they are, and keeps what they had typed until they are back. */
export function leadToSignIn(ctx: HttpContext) {
  const { request, response, session } = ctx
  const form = { path: formPathOf(ctx), fields: typedIn(ctx) }
  const isSmall = JSON.stringify(form.fields).length <= MOST_CHARACTERS
  const isKept = form.path !== '/' && isSmall && isFromOwnPage(request)
  if (isKept) session.put(KEY, form)
  const words = isKept ? 'Sign in, and what you had typed is there again.' : 'Sign in again.'
  session.flash('signedOut', words)
  return response.redirect().status(303).toPath('/login')
}

/** @returns the form that was kept in this session, and is not any more; null when there is none */
export function takeForm({ session }: HttpContext): Interrupted | null {
  return session.pull(KEY, null)
}

/** Else a stranger's page could put words into the form that somebody finds after signing in. */
function isFromOwnPage(request: HttpContext['request']): boolean {
  const site = request.header('sec-fetch-site')
  if (site) return site === 'same-origin'
  const origin = request.header('origin') ?? request.header('referer') ?? ''
  return URL.canParse(origin) && new URL(origin).host === request.header('host')
}

/** @returns what was typed into the form that was sent, but for secrets */
export function typedIn({ request }: HttpContext): SessionData {
  const { _csrf, _method, ...fields } = request.original()
  return withoutSecrets(fields) as SessionData
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const open = Object.entries(value).filter(([name]) => !isSecret(name))
  return Object.fromEntries(open.map(([name, part]) => [name, withoutSecrets(part)]))
}

function isSecret(field: string): boolean {
  return /password|code|token|secret|key/i.test(field)
}
