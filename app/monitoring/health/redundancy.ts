import { severityOf, worstOf, type State } from '../states.ts'

/**
 * The health of a redundancy group: that of the last one it needs, when the best come first. When that one is ok and any
 * other is not, it is degraded.
 * A member without data proves nothing: it cannot help, and it cannot do harm beyond that. Are there too few others to
 * tell, nobody knows (unknown), or it is worse already.
 * @param members a host group is given as its hosts, one by one
 * @param atLeast how many are needed, 1 or more
 */
export function healthOfRedundancyGroup(members: readonly State[], atLeast: number): State {
  const known = members
    .filter((state) => state !== 'no_data')
    .sort((one, other) => severityOf(one) - severityOf(other))
  if (known.length === 0) return 'no_data'
  if (known.length < atLeast) return worstOf([...known, 'unknown'])
  const deciding = known[atLeast - 1]
  const isWhole = known.length === members.length && known.at(-1) === 'ok'
  return deciding === 'ok' && !isWhole ? 'degraded' : deciding
}
