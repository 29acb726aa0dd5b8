import vine from '@vinejs/vine'
import { readCertificate, readFingerprint } from '../../hosts/certificate.ts'
import { ADDRESS_SENTENCE, parseAddress } from '../../hosts/parse_address.ts'
import { STATES } from '../../monitoring/states.ts'
import { pageFields } from '../page.ts'
import { nameRules } from '../plain_line.ts'
import { descriptionRules, idInQuery, textInQuery } from '../rules.ts'
import { Sentences } from '../sentences.ts'

export const CERTIFICATE_CHECKS = ['chain', 'pinned', 'none'] as const

/** A text that is kept in the form `read` gives it, and refused where that is none. */
function readAs(name: string, read: (given: string) => string | null) {
  return vine.createRule((value, _options, field) => {
    const text = typeof value === 'string' ? read(value) : null
    if (text === null) field.report('', name, field)
    else field.mutate(text, field)
  })()
}

const KEY = /^[^\p{Cc}]+$/u

const fields = vine.object({
  name: nameRules(),
  address: vine.string().trim().use(readAs('address', parseAddress)),
  port: vine.number({ strict: true }).withoutDecimals().range([1, 65_535]).optional(),
  description: descriptionRules().optional(),
  agent: vine.boolean({ strict: true }).optional(),
  auth_key: vine.string().maxLength(1000).regex(KEY).optional(),
  certificate_check: vine.enum(CERTIFICATE_CHECKS).optional(),
  certificate_fingerprint: vine
    .string()
    .maxLength(200)
    .use(readAs('fingerprint', readFingerprint))
    .nullable()
    .optional(),
  certificate_pem: vine
    .string()
    .maxLength(20_000)
    .use(readAs('certificate', readCertificate))
    .nullable()
    .optional(),
})

const SENTENCES = new Sentences({
  'name': 'Give the machine a name of at most 100 characters.',
  'address.required': 'Give the address of the machine.',
  'address': ADDRESS_SENTENCE,
  'port': 'Give the port of the agent as a whole number from 1 to 65535.',
  'auth_key': 'Give the key of the agent as text in one line, at most 1,000 characters.',
  'certificate_fingerprint':
    'Give the fingerprint as the agent shows it: 64 digits and letters from A to F, with or without colons.',
  'certificate_pem':
    'Give the certificate as text that begins with -----BEGIN CERTIFICATE-----, at most 20,000 characters.',
})

/** POST /hosts. What the fields need of each other is looked at where a host is saved. */
export const hostBody = vine.create(fields)
hostBody.messagesProvider = SENTENCES

/** PATCH /hosts/:id */
export const hostChanges = vine.create(fields.partial())
hostChanges.messagesProvider = SENTENCES

/** GET /hosts */
export const hostsQuery = vine.create({
  q: textInQuery().optional(),
  state: vine.enum(STATES).optional(),
  host_group: idInQuery().optional(),
  ...pageFields,
})
hostsQuery.messagesProvider = new Sentences()

/** POST /hosts */
export const pingQuery = vine.create({ ping: vine.boolean().optional() })
pingQuery.messagesProvider = new Sentences()

/** GET of one thing that can be deleted. */
export const consequencesQuery = vine.create({ consequences: vine.boolean().optional() })
consequencesQuery.messagesProvider = new Sentences()
