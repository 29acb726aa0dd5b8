import type { HttpContext } from '@adonisjs/core/http'
import { STATES, type State } from '../../monitoring/states.ts'
import { countMachinesByState, listMachines } from '../../queries/list_machines.ts'
import { withSkylines } from '../../views/overview.ts'
import { pageNumber, pagesOf, searchText } from '../../views/pages_of.ts'
import { renderPage } from '../../views/render_page.ts'

const PER_PAGE = 50

/** All machines, worst first, with search and state as parts of the address. */
export default class MachinesController {
  async index(ctx: HttpContext) {
    const query = ctx.request.qs()
    const search = searchText(query.q)
    const state = STATES.find((known) => known === query.state)
    const page = pageNumber(query.page)
    const counts = await countMachinesByState(search)
    const machines = await listMachines({
      search,
      state,
      limit: PER_PAGE,
      offset: (page - 1) * PER_PAGE,
    })
    const total = sum(state ? [counts.get(state) ?? 0] : counts.values())
    return renderPage(
      ctx,
      'pages/machines',
      { section: 'machines', title: 'Machines' },
      {
        ...{ search, level: state ?? null, total },
        lines: await withSkylines(machines),
        chips: chipsOf(search, counts),
        paging: pagesOf('/machines', { q: search, state }, { page, total, perPage: PER_PAGE }),
      }
    )
  }
}

function chipsOf(search: string, counts: Map<State, number>) {
  const address = (state: string) => {
    const given = Object.entries({ q: search, state }).filter(([, value]) => value !== '')
    return given.length > 0 ? `/machines?${new URLSearchParams(given)}` : '/machines'
  }
  const all = { state: null, count: sum(counts.values()), path: address('') }
  return [all, ...[...counts].map(([state, count]) => ({ state, count, path: address(state) }))]
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0)
}
