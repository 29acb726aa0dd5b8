import type { Assert } from '@japa/assert'
import type { AlertModule, Delivery } from '../../../app/monitoring/alert/modules/module.ts'
import { moduleNamed } from '../../../app/monitoring/alert/modules/registry.ts'
import type { Receiver } from './contract_fixtures.ts'
import { diskProblem, mailJob } from './shop.ts'

/** When everything is sent. */
export const NOW = new Date('2026-11-21T14:12:05Z')

/** @returns the module as the rest of the product gets it */
export function named(name: string): AlertModule {
  const module = moduleNamed(name)
  if (!module) throw new Error(`there is no module ${name}`)
  return module
}

/** Sends a message about a disk, unless told otherwise, to a receiver. */
export function send(
  module: AlertModule<never> | AlertModule,
  { options, mail = null }: Pick<Receiver, 'options' | 'mail'>,
  content = diskProblem()
): Promise<Delivery> {
  const job = { ...mailJob(content), options }
  return (module as AlertModule).send(job, { mail, now: NOW })
}

/** Stops whatever a test has started. */
export function keeper() {
  const running: { stop(): Promise<void> }[] = []
  return {
    async started<One extends { stop(): Promise<void> }>(starting: Promise<One>): Promise<One> {
      const one = await starting
      running.push(one)
      return one
    },
    async stopAll() {
      for (const one of running.splice(0)) await one.stop()
    },
  }
}

/** @returns the sentence of a failure; empty when there was none */
export function errorOf(delivery: Delivery): string {
  return 'error' in delivery ? delivery.error : ''
}

/** The message is tried again, with this sentence. */
export function assertRetry(assert: Assert, delivery: Delivery, sentence: RegExp): void {
  assert.equal(delivery.outcome, 'retry')
  assert.match(errorOf(delivery), sentence)
}

/** No secret is shown, neither as it is nor as it stands in a header. */
export function assertNoSecret(assert: Assert, shown: unknown, secrets: string[]): void {
  const text = JSON.stringify(shown)
  for (const secret of secrets) {
    assert.notInclude(text, secret)
    assert.notInclude(text, Buffer.from(secret).toString('base64').replace(/=+$/, ''))
  }
}
