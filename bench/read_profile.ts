/** What the inspector gives: a tree of functions, and which of them ran at each sample. Times in microseconds. */
export interface CpuProfile {
  nodes: {
    id: number
    callFrame: { functionName: string; url: string; lineNumber: number }
    children?: number[]
  }[]
  samples: number[]
  timeDeltas: number[]
}

export interface SelfTime {
  /** `function (file:line)`. */
  where: string
  ms: number
}

/** @returns the functions that took the most time themselves, most first; what waited is left out */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): SelfTime[] {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node.callFrame)]))
  const totals = new Map<string, number>()
  for (const [index, id] of samples.entries()) {
    const name = names.get(id)!
    totals.set(name, (totals.get(name) ?? 0) + timeDeltas[index] / 1000)
  }
  totals.delete('(idle)')
  return [...totals].map(([where, ms]) => ({ where, ms })).sort((a, b) => b.ms - a.ms)
}

/** @returns the same by folder of the product, by package, or by part of Node */
export function timesByPart({ nodes, samples, timeDeltas }: CpuProfile): SelfTime[] {
  const parts = new Map(nodes.map((node) => [node.id, partOf(node.callFrame)]))
  const totals = new Map<string, number>()
  for (const [index, id] of samples.entries()) {
    const part = parts.get(id)!
    totals.set(part, (totals.get(part) ?? 0) + timeDeltas[index] / 1000)
  }
  totals.delete('(idle)')
  return [...totals].map(([where, ms]) => ({ where, ms })).sort((a, b) => b.ms - a.ms)
}

type CallFrame = CpuProfile['nodes'][number]['callFrame']

function nameOf({ functionName, url, lineNumber }: CallFrame): string {
  if (functionName.startsWith('(')) return functionName
  const file = url.replace(/^.*\/(build|node_modules)\//, '') || 'native'
  return `${functionName || 'anonymous'} (${file}:${lineNumber + 1})`
}

function partOf({ functionName, url }: CallFrame): string {
  if (functionName.startsWith('(')) return functionName
  const inProduct = /\/build\/(.*)\/[^/]+$/.exec(url)
  const inPackage = /\/node_modules\/((@[^/]+\/)?[^/]+)\//.exec(url)
  if (inPackage) return inPackage[1]
  return inProduct?.[1] ?? (/^node:([^/]+(\/[^/]+)?)/.exec(url)?.[1] || `native ${functionName}`)
}
