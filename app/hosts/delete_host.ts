import { Conflict } from '../exceptions/refusals.ts'
import { remove } from '../saving/remove.ts'

/** @throws NotFound; Conflict for the machine Prophasis runs on */
export function deleteHost(id: number): Promise<void> {
  return remove('hosts', id, (_, { name, is_self: isSelf }) => {
    if (!isSelf) return
    throw new Conflict(
      `${String(name)} is the machine Prophasis runs on and would be back at the next start. Pause it instead.`
    )
  })
}
