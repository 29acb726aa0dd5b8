import type { Role } from '../../app/access/roles.ts'
import { url } from './page_client.ts'
import { tokenOf } from './people.ts'

/** Calls the API with a token of this role. */
export async function apiAs(role: Role) {
  const token = await tokenOf(role)
  return (method: string, path: string, body?: unknown) =>
    callApi(method, path, body, { authorization: `Bearer ${token}` })
}

/** Calls the API, by default without a token. Texts and bytes are sent as they are, anything else as JSON. */
export async function callApi(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {}
) {
  const response = await fetch(url(`/api/v1${path}`), {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: isRaw(body) ? body : JSON.stringify(body),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text ? JSON.parse(text) : null,
  }
}

/** @returns the fields that an answer refuses, with nothing else of it */
export function refusedFields({ body }: { body: { error?: { fields?: { field: string }[] } } }) {
  return (body.error?.fields ?? []).map((each) => each.field)
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> | undefined {
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array
}
