import limiter from '@adonisjs/limiter/services/main'
import { errors } from '@adonisjs/limiter'
import { fieldError } from '../validators/field_error.ts'

/**
 * Counts one try to sign in, before the password is looked at, so that tries at the same time count too.
 * Nobody can lock somebody else out: when strangers wear out the limit of an account, every address still has one
 * try a minute.
 * @returns what to call once the password was right
 * @param field the form field that the sentence belongs to
 * @throws E_VALIDATION_ERROR for that field, saying how long to wait
 */
export async function limitTries(account: string, address: string, field = 'password') {
  const accountKey = account.trim().toLowerCase()
  const pairKey = `${accountKey}|${address}`
  const place = { field }
  await consume(`pair:${pairKey}`, { requests: 5, duration: '1 min' }, place)
  await consume(`address:${address}`, { requests: 30, duration: '10 mins' }, place)
  if (await isWornOut(accountKey)) {
    await consume(`slow:${pairKey}`, { requests: 1, duration: '1 min' }, place)
  }
  return { forget: () => forget(pairKey, address) }
}

async function isWornOut(accountKey: string): Promise<boolean> {
  const perAccount = limiter.use({ requests: 50, duration: '10 mins' })
  return (await perAccount.increment(`account:${accountKey}`)).remaining <= 0
}

async function consume(
  key: string,
  limit: { requests: number; duration: string },
  { field }: { field: string }
) {
  try {
    await limiter.use(limit).consume(key)
  } catch (error) {
    if (!(error instanceof errors.E_TOO_MANY_REQUESTS)) throw error
    const seconds = Math.max(1, Math.ceil(error.response.availableIn))
    throw fieldError(
      field,
      `Too many tries. Wait ${seconds} seconds, then try again. Whether the password was right was not looked at.`
    )
  }
}

async function forget(pairKey: string, address: string) {
  await limiter.use({ requests: 5, duration: '1 min' }).delete(`pair:${pairKey}`)
  await limiter.use({ requests: 30, duration: '10 mins' }).decrement(`address:${address}`)
}
