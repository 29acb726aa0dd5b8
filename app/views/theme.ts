import type { HttpRequest, HttpResponse } from '@adonisjs/core/http'

export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const COOKIE = 'prophasis-theme'

/** @returns the theme this browser was given last, so that the sign-in page has it too */
export function themeOf(request: HttpRequest): Theme {
  const chosen = request.plainCookie(COOKIE, { encoded: false })
  return THEMES.find((theme) => theme === chosen) ?? 'auto'
}

/** Lets the browser keep the theme, for the pages that know nobody yet. */
export function keepTheme(response: HttpResponse, theme: Theme) {
  response.plainCookie(COOKIE, theme, { encode: false, maxAge: '1y', httpOnly: true })
}
