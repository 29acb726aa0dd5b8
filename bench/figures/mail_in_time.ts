import { setTimeout as pause } from 'node:timers/promises'
import type { Bench } from '../bench.ts'
import { calmHosts, nameOf } from '../fleet.ts'
import { percentile } from '../lateness.ts'
import { receiveMail, type Received } from '../mail_server.ts'
import type { Report } from '../report.ts'
import type { Stage } from '../stage.ts'

const TRIED = 20
const SLACK_MS = 15_000

/** From the answer that changes a state, and from the change on the host, to the mail server having taken the mail. */
export async function mailInTime(stage: Stage, report: Report) {
  const { hosts, plugins, intervalSeconds } = stage.options
  const fleet = { hosts, plugins, isBatch: false }
  const bench = await stage.set(fleet)
  const mail = await receiveMail()
  const chosen = calmHosts(fleet, Math.min(TRIED, hosts))
  await addAlert(bench, mail.port, chosen)
  // Every change of the settings is read whole; that is not what is measured.
  await pause(bench.grid.intervalMs)
  bench.agents.changes.length = 0
  const changedAt = await change(bench, chosen)
  await waitForMail(bench, changedAt, mail.mails)
  bench.agents.tell({ trip: [] })
  await mail.stop()
  const told = chosen.flatMap((host) => toldOf(host, bench, changedAt, mail.mails))
  report.lose(chosen.length - told.length, 'mails')
  const fromResult = told.map((each) => each.fromResult).sort((a, b) => a - b)
  const fromChange = told.map((each) => each.fromChange).sort((a, b) => a - b)
  report.figure('result_to_notification_ms', percentile(fromResult, 95), fleet, intervalSeconds)
  report.note(`median ${percentile(fromResult, 50)} ms, worst ${fromResult.at(-1)} ms`)
  report.figure('change_to_mail_ms', fromChange.at(-1) ?? 0, fleet, intervalSeconds)
  report.note(`median ${percentile(fromChange, 50)} ms`)
}

async function addAlert({ pool, encrypt }: Bench, port: number, hosts: number[]) {
  const settings = { host: '127.0.0.1', port, security: 'none', from: 'box@example.test' }
  await pool.query(
    `INSERT INTO settings (key, value) VALUES ('mail', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [settings]
  )
  await pool.query(
    `WITH made AS (INSERT INTO alerts (name, module, encrypted_options, from_states, to_states, applies_to)
       VALUES ('Chosen', 'email', $1, '{0,1,2}', '{4,5,6}', 'chosen') RETURNING id)
     INSERT INTO alert_hosts (alert_id, host_id)
     SELECT made.id, hosts.id FROM made, hosts WHERE name = ANY($2::text[])`,
    [encrypt('{"to":["anna@example.test"]}'), hosts.map(nameOf)]
  )
}

/** One host after the other, spread over an interval. @returns when each changed */
async function change({ agents, grid }: Bench, hosts: number[]): Promise<Map<number, number>> {
  const changedAt = new Map<number, number>()
  for (const [index, host] of hosts.entries()) {
    changedAt.set(host, Date.now())
    agents.tell({ trip: hosts.slice(0, index + 1) })
    await pause(grid.intervalMs / hosts.length)
  }
  return changedAt
}

/** Counting mails would not do: one host may be told of twice, and then another one would seem forgotten. */
async function waitForMail({ grid }: Bench, changedAt: Map<number, number>, mails: Received[]) {
  const deadline = Date.now() + grid.intervalMs + SLACK_MS
  const isTold = ([host, at]: [number, number]) => mailAbout(host, at, mails) !== undefined
  while (![...changedAt].every(isTold) && Date.now() < deadline) await pause(100)
}

function mailAbout(host: number, changedAt: number, mails: Received[]): Received | undefined {
  return mails.find((each) => each.at >= changedAt && each.text.includes(nameOf(host)))
}

function toldOf(
  host: number,
  { agents }: Bench,
  changedAt: Map<number, number>,
  mails: Received[]
) {
  const mail = mailAbout(host, changedAt.get(host)!, mails)
  const changed = agents.changes.find((each) => each.host === host && each.isBad)
  if (!mail || !changed) return []
  return [{ fromResult: mail.at - changed.at, fromChange: mail.at - changedAt.get(host)! }]
}
