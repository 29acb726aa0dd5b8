/** A plugin package, or its manifest, that is refused. The message is one sentence for the person who made it. */
export class PackageError extends Error {
  readonly code: string = 'E_PACKAGE'

  constructor(message: string) {
    super(message)
    this.name = 'PackageError'
  }
}
