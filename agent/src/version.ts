/** Filled in by the build (`agent/build.ts`). */
declare const PROPHASIS_AGENT_VERSION: string | undefined

export const AGENT_VERSION =
  typeof PROPHASIS_AGENT_VERSION === 'undefined' ? 'development' : PROPHASIS_AGENT_VERSION
