import type { Part, ServiceEntry } from './configuration.ts'
import type { ConfigurationRows, DependencyRow, RedundancyMemberRow } from './rows.ts'

type ServiceRows = Pick<
  ConfigurationRows,
  'services' | 'dependencies' | 'redundancyGroups' | 'redundancyMembers'
>

/** @returns the services by id, each with its parts in the order they were given */
export function assembleServices(rows: ServiceRows): Map<number, ServiceEntry> {
  const dependenciesOf = Map.groupBy(rows.dependencies, (row) => row.service_id)
  const groupsOf = Map.groupBy(rows.redundancyGroups, (row) => row.service_id)
  const membersOf = Map.groupBy(rows.redundancyMembers, (row) => row.redundancy_group_id)
  return new Map(
    rows.services.map(({ id, name }) => [
      id,
      {
        ...{ id, name },
        dependencies: (dependenciesOf.get(id) ?? []).map(partOf),
        redundancyGroups: (groupsOf.get(id) ?? []).map((group) => ({
          atLeast: group.at_least,
          members: (membersOf.get(group.id) ?? []).map(memberOf),
        })),
      },
    ])
  )
}

function partOf(row: DependencyRow): Part {
  return row.needed_service_id === null ? memberOf(row) : { service: row.needed_service_id }
}

function memberOf(row: Pick<RedundancyMemberRow, 'host_id' | 'host_group_id'>) {
  return row.host_id === null ? { group: row.host_group_id! } : { host: row.host_id }
}
