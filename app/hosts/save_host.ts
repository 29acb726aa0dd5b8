import encryption from '@adonisjs/core/services/encryption'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Infer } from '@vinejs/vine/types'
import { DEFAULT_PORT } from '../../agent/protocol/run.ts'
import { Conflict } from '../exceptions/refusals.ts'
import Host from '../models/host.ts'
import { changeConfiguration } from '../saving/change_configuration.ts'
import { notFound } from '../saving/find.ts'
import { refuseTakenName } from '../saving/refuse_taken_name.ts'
import type { hostBody, hostChanges } from '../validators/api/hosts.ts'
import { checkTogether, fieldError } from '../validators/field_error.ts'
import { choosePinned } from './choose_certificate.ts'

/** A new host; an agent is taken for granted. */
export type NewHost = Infer<typeof hostBody>

/** What changes of a host; what is missing stays. */
export type HostChanges = Infer<typeof hostChanges>

/**
 * @returns the new host
 * @throws E_VALIDATION_ERROR, Conflict
 */
export async function createHost(given: NewHost): Promise<Host> {
  return save(new Host().fill({ port: DEFAULT_PORT, hasAgent: true }), given)
}

/** @throws E_VALIDATION_ERROR, Conflict, NotFound */
export async function changeHost(id: number, given: HostChanges): Promise<Host> {
  const host = await Host.find(id)
  if (!host) throw notFound('hosts', id)
  if (host.isSelf) refuseConnection(host, given)
  return save(host, given)
}

/** The network is asked before the transaction begins, which is never held open for it. */
async function save(host: Host, given: HostChanges): Promise<Host> {
  const columns = { ...columnsOf(given), ...(await certificateOf(host, given)) }
  return changeConfiguration(async (trx) => {
    if (given.name !== undefined) await refuseTakenName(trx, 'hosts', given.name, host.id)
    const target = host.$isPersisted ? await fresh(trx, host.id) : new Host().fill(host.$attributes)
    return target.useTransaction(trx).merge(columns).save()
  })
}

async function fresh(trx: TransactionClientContract, id: number): Promise<Host> {
  const host = await Host.find(id, { client: trx })
  if (!host) throw notFound('hosts', id)
  return host
}

function columnsOf(given: HostChanges): Partial<Host['$attributes']> {
  const { name, address, port, description, agent, auth_key: key } = given
  const columns = {
    ...{ name, address, port, description, hasAgent: agent },
    encryptedKey: key === undefined ? undefined : encryption.encrypt(key),
    certificateCheck: given.certificate_check,
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}

/** What an agent is asked with is looked at as a whole, where any of it is given. */
const TRUST = [
  'agent',
  'auth_key',
  'certificate_check',
  'certificate_fingerprint',
  'certificate_pem',
]

async function certificateOf(host: Host, given: HostChanges) {
  const isMeant = Object.entries(given).some(([field, value]) => TRUST.includes(field) && value)
  if (host.$isPersisted && !isMeant) return {}
  const check = given.certificate_check ?? (host.$isPersisted ? host.certificateCheck : undefined)
  const hasAgent = given.agent ?? host.hasAgent
  await checkTogether({
    key: () => refuseMissingKey(hasAgent, given.auth_key ?? host.encryptedKey),
    check: () => refuseMissingCheck(hasAgent, check),
    certificate: () => refuseNeedless(check, given),
  })
  if (!hasAgent || check !== 'pinned') return {}
  const place = { address: given.address ?? host.address, port: given.port ?? host.port }
  const known = host.certificatePem ?? null
  return { certificatePem: await choosePinned({ ...given, ...place, known }) }
}

function refuseMissingKey(hasAgent: boolean, key: string | null | undefined) {
  if (!hasAgent || key) return
  throw fieldError(
    'auth_key',
    'Give the key that the set-up of the agent has shown, or "agent": false for a machine without one.'
  )
}

function refuseMissingCheck(hasAgent: boolean, check: string | undefined) {
  if (!hasAgent || check) return
  throw fieldError(
    'certificate_check',
    'Say how to check the certificate of the agent: pinned, chain or none.'
  )
}

/** Whoever gives a certificate wants it to be compared. */
function refuseNeedless(check: string | undefined, given: HostChanges) {
  const field = given.certificate_pem ? 'certificate_pem' : 'certificate_fingerprint'
  if (check === 'pinned' || !given[field]) return
  throw fieldError(field, `"${field}" is compared only with "certificate_check": "pinned".`)
}

/** Its agent, key and certificate are made anew at every start. */
function refuseConnection(host: Host, given: HostChanges) {
  const changed = Object.entries(given).filter(([, value]) => value !== undefined)
  if (changed.every(([field]) => field === 'name' || field === 'description')) return
  throw new Conflict(
    `${host.name} is the machine Prophasis runs on: how to reach it is set at every start. Change only its name and description.`
  )
}
