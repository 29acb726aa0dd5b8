import { test } from '@japa/runner'
import { parseManifest } from '../protocol/parse_manifest.ts'
import { manifestWith } from './support/packages.ts'

test.group('Manifests', () => {
  test('get their defaults', ({ assert }) => {
    assert.deepEqual(parseManifest(manifestWith()), {
      id: 'test.plugin',
      name: 'Test',
      description: 'A plugin made by a test',
      version: 1,
      default_n_historical: 5,
      default_classifier: 'classifier.lua',
      view: 'value_graph',
      runtime: 'node',
      runs_on: 'agent',
      value_label: '',
      value_unit: '',
      arguments: [],
      metrics: [],
      limits: [],
      timeout_seconds: 10,
      platforms: [],
      needs: {},
    })
  })

  test('of 2016 are understood')
    .with([
      ['valuegraph', 'value_graph', ''],
      ['percentgraph', 'percent_graph', '%'],
      ['counttable', 'count_table', ''],
    ])
    .run(({ assert }, [old, view, unit]) => {
      const manifest = parseManifest(manifestWith({ view: old, version: 1.1 }))
      assert.containSubset(manifest, { view, value_unit: unit, version: 1.1 })
    })

  test('keep what they declare', ({ assert }) => {
    const declared = {
      limits: [{ name: 'major_percent', label: 'Major', unit: '%', default: 90, maximum: 100 }],
      arguments: [{ name: 'path', type: 'string', pattern: '/.*', default: '/', help: 'Where' }],
      metrics: [{ name: 'used', label: 'Used', unit: 'bytes', per_instance: true }],
      needs: { commands: ['df'] },
      detect: { file: '/proc/mounts' },
      advice: 'advice.md',
      platforms: ['linux'],
      timeout_seconds: 3,
    }
    assert.containSubset(parseManifest(manifestWith(declared)), declared)
  })

  test('are refused by the name of the key and what was expected')
    .with([
      [null, '"the whole file"'.slice(1, 15)],
      [[], 'expected an object'],
      [manifestWith({ id: undefined }), '"id" is missing'],
      [manifestWith({ id: '../evil' }), '"id" is the text "../evil"'],
      [manifestWith({ name: '' }), '"name"'],
      [manifestWith({ description: 5 }), '"description" is 5; expected a text'],
      [manifestWith({ version: '1.0' }), '"version" is the text "1.0"; expected a number'],
      [manifestWith({ version: 0 }), '"version" is 0'],
      [manifestWith({ default_n_historical: 1.5 }), 'whole number'],
      [manifestWith({ default_classifier: '../x' }), '"default_classifier"'],
      [manifestWith({ view: 'pie' }), 'one of value_graph'],
      [manifestWith({ view: 'toString' }), 'one of value_graph'],
      [manifestWith({ view: 'custom' }), '"view_source" is missing'],
      [manifestWith({ runtime: 'perl' }), 'one of node, python, exec'],
      [manifestWith({ timeout_seconds: 0 }), '"timeout_seconds" is 0'],
      [manifestWith({ limits: {} }), '"limits" is an object; expected a list'],
      [manifestWith({ limits: [{ name: 'a b' }] }), '"limits[0].name"'],
      [manifestWith({ limits: [{ name: 'a', label: 'A' }] }), '"limits[0].default" is missing'],
      [
        manifestWith({ limits: [{ name: 'a', label: 'A', default: 9, maximum: 5 }] }),
        '"limits[0].default" is 9',
      ],
      [manifestWith({ arguments: [{ name: 'constructor', type: 'string' }] }), '[0].name'],
      [manifestWith({ arguments: [{ name: 'a', type: 'string', pattern: '(' }] }), 'regular'],
      [
        manifestWith({ arguments: [{ name: 'a', type: 'string', pattern: 'x', default: 'y' }] }),
        '"arguments[0].default"',
      ],
      [
        manifestWith({ metrics: ['a', 'a'].map((name) => ({ name, label: 'A' })) }),
        'two entries named "a"',
      ],
    ] as [unknown, string][])
    .run(({ assert }, [json, sentence]) => {
      assert.throws(() => parseManifest(json))
      try {
        parseManifest(json)
      } catch (error) {
        assert.include((error as Error).message, sentence)
      }
    })
})
