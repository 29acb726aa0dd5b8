/** Body of every refused version-2 request; the HTTP status says the same coarsely. */
export interface Refusal {
  error: {
    /** `E_BUSY` (429: a plugin is running, ask again later), `E_TOO_LARGE`, `E_PACKAGE`, `E_REQUEST`, … */
    code: string
    message: string
  }
}

/** Body of a successful `PUT /v2/plugins/:id`. */
export interface InstalledAnswer {
  id: string
  version: number
  digest: string
}
