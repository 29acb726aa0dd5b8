import vine from '@vinejs/vine'

/** `?page=&per_page=` of a list. */
export const pageFields = {
  page: vine.number().withoutDecimals().range([1, 1_000_000]).optional(),
  per_page: vine.number().withoutDecimals().range([1, 200]).optional(),
}

/** @returns the page asked for, by default the first 50 */
export function pageOf(given: { page?: number; per_page?: number }) {
  return { page: given.page ?? 1, perPage: given.per_page ?? 50 }
}

/** @returns what every list says about itself */
export function pageMeta({ page, perPage }: { page: number; perPage: number }, total: number) {
  return { page, per_page: perPage, total, pages: Math.ceil(total / perPage) }
}
