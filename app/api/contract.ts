import type { JSONSchema7 } from 'json-schema'

/** A validator of a body or a query, as Vine makes them. */
export interface ApiValidator<Given = unknown> {
  validate(data: unknown): Promise<Given>
  toJSONSchema(): JSONSchema7
}

/** A body that is a plugin package as it is, not JSON. */
export const PACKAGE = 'application/gzip'

/** What an action of the API takes and answers: the OpenAPI document is made from this, and requests are held to it. */
export interface Contract {
  /** What it does, in a sentence. */
  about: string
  /** The names after the question mark; without it none is taken. */
  query?: ApiValidator
  /** The fields of the body; without it none may be sent. */
  body?: ApiValidator | typeof PACKAGE
  /** `page`: a list with how long it is; `document`: JSON of a form of its own. */
  answers: 'object' | 'page' | 'document' | 'nothing'
  /** Of success; 200, or 204 for nothing, when missing. */
  status?: 200 | 201 | 202
}

/** The contracts of a controller, by the names of its actions. */
export type Contracts = Record<string, Contract>
