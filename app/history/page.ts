import { rows } from '../queries/rows.ts'

/** A page of a long list, from 1. */
export interface Page {
  page: number
  perPage: number
}

/** @returns the machines a service needs, itself, through groups and through other services */
export async function hostsOfService(id: number): Promise<number[]> {
  const found = await rows<{ host_id: number }>(HOSTS, { id })
  return found.map((row) => row.host_id)
}

/** UNION stops at what was seen, so a circle of services ends too. */
const HOSTS = `
  WITH RECURSIVE needed (id) AS (
    SELECT :id::int
    UNION SELECT d.needed_service_id FROM needed n JOIN service_dependencies d ON d.service_id = n.id
      WHERE d.needed_service_id IS NOT NULL
  ), parts AS (
    SELECT d.host_id, d.host_group_id FROM needed n JOIN service_dependencies d ON d.service_id = n.id
    UNION ALL
    SELECT m.host_id, m.host_group_id FROM needed n JOIN redundancy_groups g ON g.service_id = n.id
      JOIN redundancy_members m ON m.redundancy_group_id = g.id
  )
  SELECT host_id FROM parts WHERE host_id IS NOT NULL
  UNION SELECT o.host_id FROM parts JOIN hosts_of_groups o USING (host_group_id)`
