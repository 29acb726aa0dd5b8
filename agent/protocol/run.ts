import type { Metric, ResultType } from './result.ts'

/** Port an agent listens on unless told otherwise. */
export const DEFAULT_PORT = 4048
/** User name of HTTP Basic auth; the password is the key of the host. */
export const USER = 'core'
/** Seconds a plugin may take unless its manifest says otherwise. */
export const DEFAULT_TIMEOUT_SECONDS = 10
/** Header of `PUT /v2/plugins/:id` that carries the detached OpenPGP signature, base64. */
export const SIGNATURE_HEADER = 'x-prophasis-signature'

export type ArgumentValue = string | number | boolean

/** One line of the list in the body of `POST /v2/run`: `{"runs": [RunRequest, …]}`. */
export interface RunRequest {
  plugin: string
  version: number
  /** SHA-256 of the package archive, lower-case hex. */
  digest: string
  arguments: Record<string, ArgumentValue>
  timeout_seconds: number
}

/**
 * One line of the answer, JSON, sent as soon as that run ends. `run` is the position in the list.
 * `update-required`: that package is not installed; push it with `PUT /v2/plugins/:id` and run again.
 */
export type RunLine =
  | { run: number; type: 'update-required' }
  | {
      run: number
      type: Extract<
        ResultType,
        'plugin' | 'command_unsuccessful' | 'signature_error' | 'plugin_timeout'
      >
      value: number | null
      message: string
      metrics: Metric[]
      duration_ms: number
    }

/** Answer of `GET /v2/about`. */
export interface About {
  protocol: 2
  agent_id: string
  agent_version: string
  platform: string
  os: string
  architecture: string
  hostname: string
  signatures: { mode: 'off' | 'check' | 'enforce'; keys: string[] }
  plugins: { id: string; version: number; digest: string }[]
}
