import { test } from '@japa/runner'
import { certificate, trust } from './certificates.ts'
import { FIXTURES } from './contract_fixtures.ts'
import { assertNoSecret, assertRetry, errorOf, keeper, named, send } from './contract_support.ts'
import { HIDDEN } from './hostile.ts'

const ENCRYPTED = FIXTURES.filter((fixture) => fixture.encrypted)
const HTTP = FIXTURES.filter((fixture) => fixture.http)
const WAYS = FIXTURES.flatMap((fixture) =>
  Object.entries(fixture.ways).map(([way, start]) => ({ ...fixture, way, start }))
)

test.group('Alert modules whose receiver is in trouble', (group) => {
  const { started, stopAll } = keeper()
  group.each.teardown(stopAll)

  test('{module} over {way}: nobody listens')
    .with(WAYS)
    .run(async ({ assert }, { module, start, secrets }) => {
      const receiver = await start()
      await receiver.stop()
      const delivery = await send(named(module), receiver)
      assertRetry(assert, delivery, /nothing answers on this port\. Check .+\.$/)
      assertNoSecret(assert, delivery, secrets)
    })

  test('{module}: the name does not exist')
    .with(FIXTURES.filter((fixture) => fixture.module !== 'email'))
    .run(async ({ assert }, { hasty, at, options, secrets }) => {
      const host = `${'a'.repeat(64)}.invalid` // too long for a name, so no resolver is asked
      const delivery = await send(hasty(10_000), { options: at(options, host) })
      assertRetry(assert, delivery, /^No computer is called a{64}\.invalid\. Check .+\.$/)
      assertNoSecret(assert, delivery, secrets)
    })

  test('{module}: the receiver falls silent')
    .with(FIXTURES)
    .run(async ({ assert }, { hasty, mute, secrets }) => {
      const receiver = await started(mute())
      const delivery = await send(hasty(300), receiver)
      assertRetry(assert, delivery, /127\.0\.0\.1:\d+ took longer than 0\.3 s\. We try again/)
      assertNoSecret(assert, delivery, secrets)
    })

  test('{module}: a certificate nobody vouches for')
    .with(ENCRYPTED)
    .run(async ({ assert }, { module, encrypted }) => {
      const receiver = await started(encrypted!('loopback'))
      const delivery = await send(named(module), receiver)
      assertRetry(assert, delivery, /^The certificate of .+ cannot be trusted\. Check/)
    })

  test('{module}: a certificate for another name')
    .with(ENCRYPTED)
    .run(async ({ assert, cleanup }, { module, encrypted }) => {
      cleanup(trust(certificate('other-name').cert))
      const receiver = await started(encrypted!('other-name'))
      const delivery = await send(named(module), receiver)
      assertRetry(assert, delivery, /^The certificate of .+ is for another name\. Check/)
    })

  test('{module}: a certificate somebody vouches for')
    .with(ENCRYPTED)
    .run(async ({ assert, cleanup }, { module, encrypted }) => {
      cleanup(trust(certificate('loopback').cert))
      const receiver = await started(encrypted!('loopback'))
      const delivery = await send(named(module), receiver)
      assert.equal(delivery.outcome, 'sent', JSON.stringify(delivery))
      assert.match((await receiver.arrival()).texts.join(), /disk almost full/)
    })
})

test.group('Alert modules over HTTP', (group) => {
  const { started, stopAll } = keeper()
  group.each.teardown(stopAll)

  for (const [status, outcome] of [
    [301, 'refused'],
    [302, 'retry'],
    [307, 'retry'],
    [308, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [408, 'retry'],
    [418, 'refused'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ] as const)
    test(`{module}: ${status} is ${outcome === 'retry' ? 'tried again' : 'final'}`)
      .with(HTTP)
      .run(async ({ assert }, { module, http, secrets }) => {
        // A receiver that repeats everything it was sent, in each of the forms that are looked at.
        const receiver = await started(
          http!.answering(({ path, headers, body }) => ({
            status,
            headers: { location: '/elsewhere' },
            body: JSON.stringify({ message: `${JSON.stringify({ path, headers })} ${body}` }),
          }))
        )
        const delivery = await send(named(module), receiver)
        assert.equal(delivery.outcome, outcome)
        const error = errorOf(delivery)
        assert.match(error, new RegExp(`127\\.0\\.0\\.1:\\d+ .*answer(ed)? ?${status}`))
        assert.match(error, /(Check|Look|Enter|We try again).*\.$/)
        assertNoSecret(assert, delivery, secrets)
        assert.notMatch(error, HIDDEN)
        assert.isBelow(error.length, 500)
        assert.lengthOf(receiver.requests, 1, 'no redirect is followed')
      })

  test('{module}: a plain text that repeats a secret is shown without it')
    .with(HTTP)
    .run(async ({ assert }, { module, http, secrets }) => {
      const receiver = await started(
        http!.answering(({ path, headers, body }) => ({
          status: 400,
          body: `Cannot read ${path} ${JSON.stringify(headers)} ${body}`,
        }))
      )
      const delivery = await send(named(module), receiver)
      assert.include(errorOf(delivery), 'Cannot read')
      assertNoSecret(assert, delivery, secrets)
    })

  for (const answer of ['cut', 'half'] as const)
    test(`{module}: an answer that is ${answer} is tried again`)
      .with(HTTP)
      .run(async ({ assert }, { module, http, secrets }) => {
        const receiver = await started(http!.answering(() => answer))
        const delivery = await send(named(module), receiver)
        assertRetry(assert, delivery, /127\.0\.0\.1:\d+ broke off: .+\. We try again/)
        assertNoSecret(assert, delivery, secrets)
      })

  test('{module}: an answer that stops in its middle')
    .with(HTTP)
    .run(async ({ assert }, { hasty, http }) => {
      const receiver = await started(http!.answering(() => 'stall'))
      assertRetry(assert, await send(hasty(300), receiver), /took longer than 0\.3 s/)
    })

  test('{module}: an answer without an end is left')
    .with(HTTP)
    .run(async ({ assert }, { module, http }) => {
      const receiver = await started(http!.answering(() => 'endless'))
      const delivery = await send(named(module), receiver)
      assert.equal(delivery.outcome, http!.endless)
    })

  test('{module}: something else answers at this address')
    .with(HTTP.filter(({ http }) => http!.endless === 'retry'))
    .run(async ({ assert }, { module, http }) => {
      for (const body of ['<!doctype html><title>Sign in</title>', '', '{}', '[]', 'null']) {
        const receiver = await started(http!.answering(() => ({ status: 200, body })))
        const delivery = await send(named(module), receiver)
        assertRetry(assert, delivery, /something else may be at this address\. Check it/)
      }
    })

  test('{module}: a repeated message has the same body')
    .with(HTTP)
    .run(async ({ assert }, { module, http }) => {
      const bodies: string[] = []
      const receiver = await started(
        http!.answering(({ body }, index) => {
          bodies.push(body)
          return index === 0 ? { status: 503 } : http!.good
        })
      )
      assert.equal((await send(named(module), receiver)).outcome, 'retry')
      assert.equal((await send(named(module), receiver)).outcome, 'sent')
      assert.equal(bodies[0], bodies[1])
    })
})
