import type { UserIds } from './wire.ts'

/**
 * Gives up the rights of root for good.
 *
 * @throws Error when the process still has them afterwards
 */
export function dropPrivileges({ uid, gid }: UserIds): void {
  const { setgroups, setgid, setuid, getuid, getgid, getgroups } = process
  if (!setgroups || !setgid || !setuid || !getuid || !getgid || !getgroups) {
    throw new Error('This system has no user ids to change to.')
  }
  if (uid === 0 || gid === 0) throw new Error('The classifier must not run as root.')
  setgroups([])
  setgid(gid)
  setuid(uid)
  const groups = getgroups().filter((group) => group !== gid)
  if (getuid() !== uid || getgid() !== gid || groups.length > 0 || canBecomeRoot()) {
    throw new Error('The classifier could not give up the rights of root.')
  }
}

function canBecomeRoot(): boolean {
  try {
    process.setuid?.(0)
    return true
  } catch {
    return false
  }
}
