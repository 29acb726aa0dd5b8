/** Where a long list stands, and the addresses of its neighbours. */
export interface Paging {
  page: number
  pages: number
  previous: string | null
  next: string | null
}

/**
 * @param query parameters of the page, which its neighbours keep
 * @param total how many entries the list has
 */
export function pagesOf(
  path: string,
  query: Record<string, string | undefined>,
  { page, total, perPage }: { page: number; total: number; perPage: number }
): Paging {
  const pages = Math.max(1, Math.ceil(total / perPage))
  const address = (number: number) => {
    const given = Object.entries({ ...query, page: String(number) })
    const kept = given.filter((entry): entry is [string, string] => Boolean(entry[1]))
    return `${path}?${new URLSearchParams(kept)}`
  }
  return {
    page,
    pages,
    previous: page > 1 ? address(Math.min(page - 1, pages)) : null,
    next: page < pages ? address(page + 1) : null,
  }
}

/** @returns the number of a page as given in an address; 1 for whatever is none */
export function pageNumber(given: unknown): number {
  const number = Number(given)
  return Number.isInteger(number) && number > 0 && number < 100_000 ? number : 1
}

/** @returns text as given in an address, at most 100 characters; empty for whatever is none */
export function searchText(given: unknown): string {
  return typeof given === 'string' ? given.trim().slice(0, 100) : ''
}
