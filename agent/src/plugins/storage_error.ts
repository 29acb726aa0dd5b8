import { PackageError } from '../../protocol/package.ts'

/** A package that is fine but could not be kept: the disk is full, or must not be written. */
export class StorageError extends PackageError {
  override readonly code = 'E_STORAGE'

  constructor(cause: NodeJS.ErrnoException) {
    super(`The agent cannot store the plugin: ${cause.message}`)
  }
}
