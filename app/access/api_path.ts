/** @returns whether a path belongs to the REST API: bearer tokens and JSON, no cookies, no pages */
export function isApiPath(path: string): boolean {
  return path === '/api' || path.startsWith('/api/')
}
