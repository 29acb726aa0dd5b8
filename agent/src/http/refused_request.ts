/** A request the agent refuses, as a value to throw: handled once, where replies are made. */
export class RefusedRequest extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** 429: the one plugin an agent runs at a time is another one. */
export function busy(): RefusedRequest {
  return new RefusedRequest(429, 'E_BUSY', 'A plugin is running on this agent; ask again later.')
}
