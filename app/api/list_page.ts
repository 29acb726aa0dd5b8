import { pageMeta, pageOf } from '../validators/page.ts'

interface Asked {
  q?: string
  page?: number
  per_page?: number
}

/**
 * A page of a list that is short enough to be read whole.
 * @param all in the order they are shown
 * @param asked `q` is looked for in names, descriptions and identifiers
 */
export function listPage<Item extends object>(all: readonly Item[], asked: Asked) {
  const found = asked.q ? all.filter((item) => mentions(item, asked.q!.toLowerCase())) : all
  const page = pageOf(asked)
  const from = (page.page - 1) * page.perPage
  return { data: found.slice(from, from + page.perPage), meta: pageMeta(page, found.length) }
}

const SEARCHED = ['name', 'description', 'identifier', 'email']

function mentions(item: object, text: string): boolean {
  return SEARCHED.some((field) => {
    const value: unknown = Reflect.get(item, field)
    return typeof value === 'string' && value.toLowerCase().includes(text)
  })
}
