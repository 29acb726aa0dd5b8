import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from '@japa/runner'
import { packageOf } from './support/packages.ts'
import { RunningAgent, runRequestFor } from './support/running_agent.ts'

const ID = 'survival.plugin'
const KILLS = 12

/** Many files, so that an install has many points to be killed at. */
function versionOf(version: number): Promise<Buffer> {
  const parts = Array.from({ length: 60 }, (_, n) => [
    `lib/part${n}.js`,
    `export default ${version}`,
  ])
  const imports = parts.map(([path], n) => `import part${n} from './${path}'`).join('\n')
  const sum = parts.map((_, n) => `part${n}`).join(' + ')
  const code = `${imports}\nexport class Plugin { getData() { return { value: ${sum} } } }`
  return packageOf({ 'index.js': code, ...Object.fromEntries(parts) }, { id: ID, version })
}

test.group('An agent killed during an install', () => {
  test('has the old plugin or the new one, never half of one', async ({ assert }) => {
    const agent = await RunningAgent.start()
    let current = await versionOf(1)
    const started = performance.now()
    await agent.put(ID, current)
    const installMs = performance.now() - started
    const kept = { old: 0, new: 0 }
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const next = await versionOf(kill + 1)
      const put = agent.put(ID, next).catch(() => null)
      // From before the install begins until after it is over.
      await pause((1.3 * installMs * kill) / KILLS)
      await agent.restart('SIGKILL')
      await put
      const requests = [await runRequestFor(current), await runRequestFor(next)]
      const lines = await agent.runList(requests)
      const found = lines.findIndex(({ type }) => type === 'plugin')
      const version = requests[found]?.version
      assert.containSubset(lines[found], { type: 'plugin', value: 60 * (version ?? Number.NaN) })
      assert.equal(lines.filter(({ type }) => type === 'update-required').length, 1)
      const files = readdirSync(join(agent.folder, 'data', 'plugins', ID))
      assert.sameMembers(files, ['current.json', requests[found]!.digest])
      kept[found === 0 ? 'old' : 'new'] += 1
      if (found === 1) current = next
    }
    await agent.end()
    assert.equal(kept.old + kept.new, KILLS)
    console.log(
      `      ${KILLS} kills: ${kept.old} kept the old plugin, ${kept.new} had the new one`
    )
  })
})
