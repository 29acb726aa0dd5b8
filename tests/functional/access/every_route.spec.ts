import { RouterFactory } from '@adonisjs/core/factories/http'
import testUtils from '@adonisjs/core/services/test_utils'
import router from '@adonisjs/core/services/router'
import { test } from '@japa/runner'
import { middleware } from '#start/kernel'
import { isApiPath } from '../../../app/access/api_path.ts'
import { levelOfRoute } from '../../../app/access/level_of_route.ts'
import { type AccessLevel, isAllowed, type Role, ROLES } from '../../../app/access/roles.ts'
import { PageClient, url } from '../../support/page_client.ts'
import { createPerson, signedIn, tokenOf } from '../../support/people.ts'

/**
 * Walks every route there is as every role and as nobody. Whatever a controller answers, a request that may pass
 * gets past the gate: it is not 401, 403 or a way to /login. Parameters name things that do not exist.
 */
const VISITORS = ['nobody', ...ROLES] as const

test.group('Every route', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('lets people in by their session alone', async ({ assert }) => {
    const browsers = await browsersOfAll()
    const tokens = await tokensOfAll()
    for (const { method, path, level } of routesOf('page')) {
      for (const visitor of VISITORS) {
        if (path === '/logout' && isMember(visitor)) browsers[visitor] = await freshBrowser(visitor)
        const answer = await browsers[visitor].request(method, path)
        assert.equal(
          gateOfPage(answer),
          expectedAtPage(visitor, level, { method, path }),
          say(visitor, method, path)
        )
        if (path === '/logout' && isMember(visitor)) browsers[visitor] = await freshBrowser(visitor)
      }
      if (level === 'open' || method !== 'GET') continue
      const withToken = await fetch(url(path), {
        redirect: 'manual',
        headers: bearer(tokens.owner),
      })
      assert.equal(withToken.headers.get('location'), '/login', `a token at ${path}`)
    }
  }).timeout(120_000)

  test('lets programs in by their token alone', async ({ assert }) => {
    const tokens = await tokensOfAll()
    await createPerson('owner')
    const owner = await signedIn('owner@example.com')
    for (const { method, path, level } of routesOf('api')) {
      for (const visitor of VISITORS) {
        const headers = isMember(visitor) ? bearer(tokens[visitor]) : {}
        const { status } = await fetch(url(path), { method, headers })
        assert.equal(gateOfApi(status), expectedAtApi(visitor, level), say(visitor, method, path))
      }
      const { status } = await owner.request(method, path)
      assert.equal(gateOfApi(status), level === 'open' ? 'in' : 401, `a session at ${path}`)
      const wrong = await fetch(url(path), { method, headers: bearer('pro_MQ.guessed') })
      assert.equal(gateOfApi(wrong.status), level === 'open' ? 'in' : 401, `a guess at ${path}`)
    }
  }).timeout(120_000)

  test('has exactly one access level', ({ assert }) => {
    const routes = Object.values(router.toJSON()).flat()
    assert.isAbove(routes.length, 15)
    for (const route of routes) assert.doesNotThrow(() => levelOfRoute(route))
  })
})

test.group('A route', () => {
  test('ends the start when it has no access level, or two', ({ assert }) => {
    const own = new RouterFactory().create()
    own.get('/none', () => 'open to all')
    const two = own.get('/two', () => 'which?')
    two.use([middleware.access('owner'), middleware.access('open')])
    own.get('/one', () => 'fine').use(middleware.access('helper'))
    own.commit()
    const [none, both, one] = Object.values(own.toJSON()).flat()
    assert.throws(() => levelOfRoute(none), /\/none needs exactly one/)
    assert.throws(() => levelOfRoute(both), /\/two needs exactly one/)
    assert.equal(levelOfRoute(one), 'helper')
  })
})

type Visitor = (typeof VISITORS)[number]

function isMember(visitor: Visitor): visitor is Role {
  return visitor !== 'nobody'
}

function routesOf(kind: 'page' | 'api') {
  return Object.values(router.toJSON())
    .flat()
    .filter((route) => isApiPath(route.pattern) === (kind === 'api'))
    .flatMap((route) =>
      route.methods
        .filter((method) => method !== 'HEAD')
        .map((method) => ({ method, level: levelOfRoute(route), path: concrete(route.pattern) }))
    )
}

function concrete(pattern: string): string {
  return pattern.replaceAll(/:\w+\??/g, '999999').replaceAll('*', 'x')
}

function gateOfPage({ status, location }: { status: number; location: string | null }) {
  if (location === '/login' || location === '/setup') return location
  return status === 401 || status === 403 ? status : 'in'
}

function expectedAtPage(
  visitor: Visitor,
  level: AccessLevel,
  { method, path }: { method: string; path: string }
) {
  // Signing out ends at the sign-in page too, and an empty sign-in form comes back to it.
  if (path === '/logout' || (path === '/login' && method === 'POST')) return '/login'
  if (level === 'open') return 'in'
  if (visitor === 'nobody') return '/login'
  return isAllowed(visitor, level) ? 'in' : 403
}

function gateOfApi(status: number) {
  return status === 401 || status === 403 ? status : 'in'
}

function expectedAtApi(visitor: Visitor, level: AccessLevel) {
  if (level === 'open') return 'in'
  if (visitor === 'nobody') return 401
  return isAllowed(visitor, level) ? 'in' : 403
}

async function browsersOfAll(): Promise<Record<Visitor, PageClient>> {
  for (const role of ROLES) await createPerson(role)
  const nobody = new PageClient()
  await nobody.get('/login')
  return {
    nobody,
    viewer: await freshBrowser('viewer'),
    helper: await freshBrowser('helper'),
    owner: await freshBrowser('owner'),
  }
}

/** Signed in, and on a page that gave it a token for writing. */
async function freshBrowser(role: Role): Promise<PageClient> {
  return signedIn(`${role}@example.com`)
}

async function tokensOfAll(): Promise<Record<Role, string>> {
  return {
    viewer: await tokenOf('viewer'),
    helper: await tokenOf('helper'),
    owner: await tokenOf('owner'),
  }
}

function bearer(token: string) {
  return { authorization: `Bearer ${token}` }
}

function say(visitor: Visitor, method: string, path: string) {
  return `${visitor} at ${method} ${path}`
}
