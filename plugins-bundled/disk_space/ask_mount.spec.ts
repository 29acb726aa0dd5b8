import { test } from '@japa/runner'
import { loadModule } from '../../tests/unit/plugins/plugin_folder.ts'

type Ask = (path: string) => Promise<object>
interface Questions {
  ask(
    path: string,
    options: { timeoutMs: number; network: boolean; ask?: Ask }
  ): Promise<object | string>
}

const { MountQuestions } = await loadModule<{ MountQuestions: new () => Questions }>(
  'disk_space',
  'ask_mount.js'
)

const OPTIONS = { timeoutMs: 1, network: true }
const never: Ask = () => new Promise(() => {})

test.group('Disk space, questions to file systems', () => {
  test('does not wait for one that hangs, and does not ask it twice', async ({ assert }) => {
    const questions = new MountQuestions()
    let asked = 0
    const hanging: Ask = (path) => {
      asked++
      return never(path)
    }
    assert.equal(await questions.ask('/mnt/nas', { ...OPTIONS, ask: hanging }), 'silent')
    assert.equal(await questions.ask('/mnt/nas', { ...OPTIONS, ask: hanging }), 'silent')
    assert.equal(asked, 1)
  })

  test('asks a hanging one again after it has answered', async ({ assert }) => {
    const questions = new MountQuestions()
    let answer = (_stats: object) => {}
    const late: Ask = () => new Promise((resolve) => (answer = resolve))
    assert.equal(await questions.ask('/mnt/nas', { ...OPTIONS, ask: late }), 'silent')
    answer({})
    await Promise.resolve()
    await Promise.resolve()
    assert.isObject(await questions.ask('/', { timeoutMs: 5000, network: false }))
    assert.isObject(
      await questions.ask('/mnt/nas', { timeoutMs: 5000, network: true, ask: async () => ({}) })
    )
  })

  test('keeps threads free: with two hanging, other network disks are not asked', async ({
    assert,
  }) => {
    const questions = new MountQuestions()
    await questions.ask('/mnt/a', { ...OPTIONS, ask: never })
    await questions.ask('/mnt/b', { ...OPTIONS, ask: never })
    assert.equal(await questions.ask('/', { timeoutMs: 5000, network: true }), 'silent')
    assert.isObject(await questions.ask('/', { timeoutMs: 5000, network: false }))
  })

  test('tells a path it may not read from one that is gone', async ({ assert }) => {
    const refusing =
      (code: string): Ask =>
      async () => {
        throw Object.assign(new Error(code), { code })
      }
    const questions = new MountQuestions()
    const options = { timeoutMs: 5000, network: false }
    assert.equal(await questions.ask('/a', { ...options, ask: refusing('EACCES') }), 'forbidden')
    assert.equal(await questions.ask('/b', { ...options, ask: refusing('ENOTCONN') }), 'silent')
    assert.equal(await questions.ask('/no/such/path', options), 'silent')
  })
})
