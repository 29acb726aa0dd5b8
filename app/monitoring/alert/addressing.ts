import type { AlertEntry } from '../configuration/configuration.ts'
import { moduleNamed } from './modules/registry.ts'

/** An alert, or a message of one. */
export type Addressed = Pick<AlertEntry, 'id' | 'name' | 'module' | 'encryptedOptions'>

/** Whom alerts reach. Their options are encrypted where they are stored and where they travel. */
export interface Addressing {
  /** @returns the recipients as shown to people; none when the options cannot be read */
  recipientsOf(alert: Addressed): string[]
  /** @returns the options of an alert for these of its recipients only, encrypted */
  optionsFor(alert: AlertEntry, recipients: readonly string[]): string
}

/**
 * Reads and narrows the options of alerts through their modules.
 * @param decrypt gives back a text that was stored encrypted, or null when it cannot
 */
export function addressingOf(
  encrypt: (text: string) => string,
  decrypt: (text: string) => string | null
): Addressing {
  const optionsOf = (alert: Addressed): unknown => {
    const text = decrypt(alert.encryptedOptions)
    if (text === null) throw new Error(`the options of "${alert.name}" cannot be decrypted`)
    return JSON.parse(text)
  }
  return {
    recipientsOf(alert) {
      try {
        return moduleNamed(alert.module)?.recipientsOf(optionsOf(alert)) ?? []
      } catch {
        return []
      }
    },
    optionsFor(alert, recipients) {
      const module = moduleNamed(alert.module)
      if (!module) return alert.encryptedOptions
      return encrypt(JSON.stringify(module.onlyTo(optionsOf(alert), recipients)))
    },
  }
}
