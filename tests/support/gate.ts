/** Something a test holds shut until it has seen enough. */
export interface Gate {
  /** Resolves once the gate is open. */
  passed: Promise<void>
  open(): void
}

export function closedGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { passed: promise, open: resolve }
}
