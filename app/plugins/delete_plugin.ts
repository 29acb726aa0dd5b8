import { Conflict } from '../exceptions/refusals.ts'
import { remove } from '../saving/remove.ts'

/** @throws NotFound; Conflict for one that comes with Prophasis */
export function deletePlugin(id: number): Promise<void> {
  return remove('plugins', id, (_, { name, is_bundled: isBundled }) => {
    if (!isBundled) return
    throw new Conflict(
      `${String(name)} comes with Prophasis and would be back at the next start. Pause it instead.`
    )
  })
}
