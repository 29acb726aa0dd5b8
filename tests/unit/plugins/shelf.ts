import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Manifest } from '../../../agent/protocol/manifest.ts'
import { packPlugin } from '../../../agent/protocol/pack.ts'
import { parseManifest } from '../../../agent/protocol/parse_manifest.ts'
import {
  type Advice,
  ADVICE_STATES,
  type AdviceTexts,
  fillAdvice,
  parseAdvice,
} from '../../../app/plugins/advice.ts'
import { placeholdersOf } from '../../../app/plugins/advice_placeholders.ts'
import { readingGrade } from './reading_grade.ts'

const MANIFEST_KEYS = [
  ...[
    'id',
    'name',
    'description',
    'version',
    'runtime',
    'runs_on',
    'view',
    'value_label',
    'value_unit',
  ],
  ...['default_n_historical', 'default_classifier', 'advice', 'timeout_seconds', 'platforms'],
  ...['arguments', 'metrics', 'limits', 'needs'],
]
const HIGHEST_GRADE = 8

interface Parts {
  folder: string
  id: string
  manifest: Manifest
  rule: string
  advice: Advice
}

/** @returns what a bundled plugin lacks, one sentence each; none when it may go on the shelf */
export async function shelfFaults(folder: string): Promise<string[]> {
  const id = path.basename(folder)
  const missing = partsOf(id).filter((file) => !existsSync(path.join(folder, file)))
  if (missing.length > 0) return missing.map((file) => `${id} has no ${file}.`)
  try {
    const parts = await read(folder, id)
    return [
      ...(await manifestFaults(parts)),
      ...(await importFaults(parts)),
      ...limitFaults(parts),
      ...adviceFaults(parts),
    ]
  } catch (error) {
    return [`${id}: ${error instanceof Error ? error.message : String(error)}`]
  }
}

function partsOf(id: string): string[] {
  const own = ['manifest.json', 'index.js', 'classifier.lua', 'advice.md', 'README.md']
  return [...own, `${id}.spec.ts`, `${id}.rule.spec.ts`]
}

async function read(folder: string, id: string): Promise<Parts> {
  const text = (file: string) => readFile(path.join(folder, file), 'utf8')
  return {
    folder,
    id,
    manifest: parseManifest(JSON.parse(await text('manifest.json'))),
    rule: await text('classifier.lua'),
    advice: parseAdvice(await text('advice.md')),
  }
}

async function manifestFaults({ folder, id, manifest }: Parts): Promise<string[]> {
  await packPlugin(folder)
  const given = Object.keys(
    JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as object
  )
  const faults = MANIFEST_KEYS.filter((key) => !given.includes(key)).map(
    (key) => `${id}: manifest.json does not say "${key}".`
  )
  if (manifest.id !== id) faults.push(`${id}: manifest.json says the id is "${manifest.id}".`)
  if (manifest.platforms.length === 0) faults.push(`${id}: manifest.json names no platform.`)
  if (manifest.value_label === '') faults.push(`${id}: manifest.json does not name the value.`)
  return faults
}

/** A package carries all it needs: only what comes with Node, and its own files. */
async function importFaults({ folder, id }: Parts): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.js'))
  const faults: string[] = []
  for (const file of files) {
    const code = await readFile(path.join(folder, file), 'utf8')
    for (const [, from] of code.matchAll(/\bfrom '([^']+)'/g)) {
      const own = /^\.\/[\w.]+\.js$/.test(from) && files.includes(from.slice(2))
      if (!own && !from.startsWith('node:')) faults.push(`${id}: ${file} imports "${from}".`)
    }
  }
  return faults
}

function limitFaults({ id, manifest, rule }: Parts): string[] {
  const declared = manifest.limits.map(({ name }) => name)
  const used = [...rule.matchAll(/\b(?:limits|own)\.(\w+)/g)].map(([, name]) => name)
  return [
    ...used
      .filter((name) => !declared.includes(name))
      .map((name) => `${id}: the limit "${name}" is not declared.`),
    ...declared
      .filter((name) => !used.includes(name))
      .map((name) => `${id}: no rule reads the limit "${name}".`),
  ]
}

function adviceFaults(parts: Parts): string[] {
  const { id, rule, advice } = parts
  return ADVICE_STATES.flatMap((state) => {
    const reached = new RegExp(`['"]${state}['"]`).test(rule)
    const texts = advice[state]
    if (reached && !texts) return [`${id}: advice.md has no texts for "${state}".`]
    if (!reached && texts) return [`${id}: the rule never returns "${state}".`]
    return texts ? textFaults(parts, state, texts) : []
  })
}

function textFaults({ id, manifest }: Parts, state: string, texts: AdviceTexts): string[] {
  const known = [
    ...manifest.metrics.map(({ name }) => `metrics.${name}`),
    ...manifest.limits.map(({ name }) => `limits.${name}`),
  ]
  const named = placeholdersOf(Object.values(texts).join(' ')).map(
    (placeholder) => placeholder.path
  )
  const faults = named
    .filter((name) => /^(metrics|limits)\./.test(name) && !known.includes(name))
    .map((name) => `${id}: advice.md names "${name}", which manifest.json does not declare.`)
  const grade = readingGrade(asRead(texts))
  if (grade > HIGHEST_GRADE)
    faults.push(`${id}: the texts for "${state}" need grade ${grade.toFixed(1)}.`)
  return faults
}

/** The four texts as someone gets them, with plain facts. */
function asRead(texts: AdviceTexts): string {
  const { what, why, firstStep, whenToCall } = fillAdvice(texts, {
    value: 96,
    message: '',
    reason: 'It was seen three times in a row.',
    instance: '/srv',
    host: { name: 'nas' },
    metrics: {},
    limits: {},
  })
  return [what, why, firstStep, whenToCall].join('\n\n').replaceAll('an unknown amount', '3 GB')
}
