import {
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { test } from '@japa/runner'
import { Header, Pax, type HeaderData } from 'tar'
import { packPlugin } from '../protocol/pack.ts'
import { readPackage, unpackPackage } from '../protocol/package.ts'
import { manifestWith, packageOf } from './support/packages.ts'
import { temporaryFolder } from './support/temporary.ts'

interface RawEntry extends HeaderData {
  content?: string | Buffer
}

const INDEX = 'export class Plugin { getData() { return { value: 1 } } }'
const GOOD: RawEntry[] = [
  { path: 'top/', type: 'Directory' },
  { path: 'top/manifest.json', content: JSON.stringify(manifestWith()) },
  { path: 'top/index.js', content: INDEX },
  { path: 'top/classifier.lua', content: 'return "ok"' },
]

/** An archive made entry by entry, as nobody's packer would. */
async function archiveOf(entries: RawEntry[]): Promise<Buffer> {
  const blocks = entries.flatMap(({ content = '', ...data }) => {
    const bytes = Buffer.from(content)
    const mode = data.mode ?? 0o644
    const block = Buffer.alloc(512)
    new Header({ type: 'File', mtime: new Date(0), mode, size: bytes.length, ...data }).encode(
      block
    )
    return [block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  return promisify(gzip)(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

/** Entries preceded by an extended header that overrides what the next one says. */
function paxEntry(data: HeaderData): RawEntry {
  const block = new Pax(data).encode()
  const [size] = [Number.parseInt(block.toString('latin1', 124, 135), 8)]
  return { path: 'PaxHeader/x', type: 'ExtendedHeader', content: block.subarray(512, 512 + size) }
}

test.group('Plugin packages', () => {
  test('are read whole', async ({ assert }) => {
    const { manifest, digest, files } = await readPackage(await archiveOf(GOOD))
    assert.equal(manifest.id, 'test.plugin')
    assert.equal(manifest.runtime, 'node')
    assert.match(digest, /^[0-9a-f]{64}$/)
    const paths = files.map(({ path }) => path)
    assert.deepEqual(paths, ['manifest.json', 'index.js', 'classifier.lua'])
    assert.equal(files[1]!.content.toString(), INDEX)
  })

  test('of Python are known by their files', async ({ assert }) => {
    const archive = await packageOf({ '__init__.py': '' }, { view: 'countTable'.toLowerCase() })
    const { manifest } = await readPackage(archive)
    assert.equal(manifest.runtime, 'python')
    assert.equal(manifest.view, 'count_table')
  })

  const file = (path: string, content = 'x'): RawEntry => ({ path, content })
  test('that try to leave their folder, or are no plain files, are refused')
    .with([
      ['zip-slip', [file('top/../../evil')], /evil/],
      ['zip-slip at once', [file('../evil')], /evil/],
      ['absolute', [file('/etc/passwd')], /etc/],
      ['drive-relative', [file('C:evil')], /C:evil/],
      ['backslash', [file('top\\..\\evil')], /evil/],
      ['dot', [file('./top/evil')], /evil/],
      ['empty segment', [file('top//evil')], /evil/],
      ['space', [file('top/e vil')], /e vil/],
      ['newline', [file('top/e\nvil')], /vil/],
      ['unicode', [file('top/évil')], /vil/],
      ['trailing dot', [file('top/evil.')], /evil/],
      ['symlink', [{ path: 'top/l', type: 'SymbolicLink', linkpath: '/etc' }], /SymbolicLink/],
      ['hardlink', [{ path: 'top/l', type: 'Link', linkpath: '/etc/passwd' }], /Link/],
      ['device', [{ path: 'top/d', type: 'CharacterDevice' }], /CharacterDevice/],
      ['block device', [{ path: 'top/d', type: 'BlockDevice' }], /BlockDevice/],
      ['pipe', [{ path: 'top/p', type: 'FIFO' }], /FIFO/],
      ['sparse', [{ path: 'top/s', type: 'SparseFile' }], /SparseFile/],
      ['second top folder', [file('other/file')], /exactly one top folder/],
      ['file beside the top folder', [file('readme')], /exactly one top folder/],
      ['twice', [file('top/index.js')], /twice/],
      ['twice by case', [file('top/INDEX.js')], /twice/],
      ['file as folder', [file('top/index.js/x')], /twice/],
      ['pax path', [paxEntry({ path: '../../evil' }), file('top/fine')], /evil/],
      ['pax absolute', [paxEntry({ path: '/etc/evil' }), file('top/fine')], /evil/],
      ['pax second top', [paxEntry({ path: 'other/evil' }), file('top/fine')], /top folder/],
      ['many', Array.from({ length: 1001 }, (_, n) => file(`top/${n}`)), /more than 1000/],
    ] as [string, RawEntry[], RegExp][])
    .run(async ({ assert }, [, entries, sentence]) => {
      const archive = await archiveOf([...GOOD, ...entries])
      const folder = join(temporaryFolder(), 'plugin')
      await assert.rejects(() => unpackPackage(archive, folder), sentence)
      assert.isFalse(existsSync(folder))
    })

  test('that are not complete are refused in words')
    .with([
      ['empty', [], /damaged|empty/],
      ['no manifest', GOOD.filter(({ path }) => !path!.includes('manifest')), /manifest.json/],
      ['no code', GOOD.filter(({ path }) => !path!.includes('index')), /no file "index.js"/],
      ['no rule', GOOD.filter(({ path }) => !path!.includes('lua')), /"classifier.lua"/],
      ['bad JSON', [file('top/manifest.json', '{')], /not valid JSON/],
    ] as [string, RawEntry[], RegExp][])
    .run(async ({ assert }, [, entries, sentence]) => {
      await assert.rejects(async () => readPackage(await archiveOf(entries)), sentence)
    })

  test('that are bombs are refused before they unfold', async ({ assert }) => {
    const zeros = await promisify(gzip)(Buffer.alloc(64 * 1024 * 1024))
    await assert.rejects(() => readPackage(zeros), /larger than/)
    const twice = await promisify(gzip)(zeros)
    await assert.rejects(() => readPackage(twice), /compressed twice/)
    const flat = await archiveOf([...GOOD, file('top/zeros', '\0'.repeat(4 * 1024 * 1024))])
    await assert.rejects(() => readPackage(flat), /larger than/)
    const entries = await archiveOf(Array.from({ length: 100_000 }, (_, n) => file(`top/${n}`)))
    await assert.rejects(() => readPackage(entries), /larger than|more than 1000/)
  })

  test('that are damaged anywhere are refused or the same', async ({ assert }) => {
    const archive = await archiveOf(GOOD)
    const { files } = await readPackage(archive)
    for (let position = 0; position < archive.length; position += 1) {
      const damaged = Buffer.from(archive)
      damaged[position]! ^= 0x55
      const read = await readPackage(damaged).catch((error: { code: string }) => error.code)
      if (typeof read === 'string') assert.equal(read, 'E_PACKAGE')
      else assert.deepEqual(read.files, files)
    }
    await assert.rejects(() => readPackage(archive.subarray(0, 200)), /damaged/)
    await assert.rejects(() => readPackage(Buffer.from('hello')), /damaged/)
    await assert.rejects(() => readPackage(Buffer.alloc(0)), /damaged/)
  })

  test('replace the folder they are unpacked into', async ({ assert }) => {
    const folder = join(temporaryFolder(), 'plugin')
    await unpackPackage(await packageOf({ 'index.js': INDEX, 'lib/old.js': '1' }), folder)
    assert.isTrue(existsSync(join(folder, 'lib/old.js')))
    await unpackPackage(await packageOf({ 'index.js': INDEX, 'run': '#!/bin/sh' }), folder)
    assert.isFalse(existsSync(join(folder, 'lib')))
    assert.equal(readFileSync(join(folder, 'index.js'), 'utf8'), INDEX)
    assert.equal(statSync(join(folder, 'run')).mode & 0o777, 0o755)
  })
})

test.group('Packing a plugin', () => {
  const write = (folder: string, files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
  }
  const FILES = {
    'manifest.json': JSON.stringify(manifestWith()),
    'classifier.lua': 'return "ok"',
    'index.js': INDEX,
    'lib/deep/part.js': 'export {}',
    'README.md': '# Test',
  }

  test('gives the same bytes for the same files', async ({ assert }) => {
    const one = join(temporaryFolder(), 'plugin')
    const two = join(temporaryFolder(), 'plugin')
    write(one, FILES)
    write(two, Object.fromEntries(Object.entries(FILES).reverse()))
    utimesSync(join(two, 'index.js'), 1, 1)
    assert.isTrue((await packPlugin(one)).equals(await packPlugin(two)))
    writeFileSync(join(two, 'index.js'), `${INDEX}\n`)
    assert.isFalse((await packPlugin(one)).equals(await packPlugin(two)))
  })

  test('leaves out tests, caches and hidden files', async ({ assert }) => {
    const folder = join(temporaryFolder(), 'plugin')
    write(folder, {
      ...FILES,
      'index.spec.ts': '',
      'tests/one.js': '',
      '.git/config': '',
      '__pycache__/a.pyc': '',
    })
    const { files } = await readPackage(await packPlugin(folder))
    assert.sameMembers(
      files.map(({ path }) => path),
      Object.keys(FILES)
    )
  })

  test('refuses what an agent would refuse', async ({ assert }) => {
    const folder = join(temporaryFolder(), 'plugin')
    write(folder, { ...FILES, 'manifest.json': '{}' })
    await assert.rejects(() => packPlugin(folder), /"name"|"id"|"view"/)
    symlinkSync('/nowhere', join(folder, 'link'))
    await assert.rejects(() => packPlugin(folder), /ENOENT/)
  })
})
