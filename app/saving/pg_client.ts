import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { StrictValues } from '@adonisjs/lucid/types/querybuilder'
import type { PoolClient } from 'pg'

/** @returns a transaction of Lucid as code that is shared with the supervisor knows it: with places like `$1` */
export function asPgClient(trx: TransactionClientContract): PoolClient {
  const query = (sql: string, values: readonly StrictValues[] = []) => {
    const bindings: StrictValues[] = []
    const text = sql.replaceAll(/\$(\d+)/g, (_, place: string) => {
      bindings.push(values[Number(place) - 1])
      return '?'
    })
    return trx.rawQuery(text, bindings)
  }
  return { query } as unknown as PoolClient
}
