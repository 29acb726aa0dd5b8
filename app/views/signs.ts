import { STATE_WORDS, type State } from '../monitoring/states.ts'

const ROUND = '<circle class="shape" cx="12" cy="12" r="11"/>'

/** The shape of each state, in a box of 24 by 24: a sign reads without its colour. */
export const SIGNS: Record<State, string> = {
  critical:
    '<path class="shape" d="M8 1.5h8l6.5 6.5v8L16 22.5H8L1.5 16V8z"/><path class="glyph" d="m8.5 8.5 7 7m0-7-7 7"/>',
  major:
    '<path class="shape" d="M12 1.8 23.2 21.5H.8z"/><path class="glyph" d="M12 9.2v5m0 3.7v.01"/>',
  minor:
    '<path class="shape" d="M12 .8 23.2 12 12 23.2.8 12z"/><path class="glyph" d="M12 6.8v6m0 4.2v.01"/>',
  degraded: `${ROUND}<path class="half" d="M12 4.5a7.5 7.5 0 0 1 0 15z"/>`,
  unknown: `${ROUND}<path class="glyph" d="M8.9 9.3a3.1 3.1 0 1 1 4.6 2.7c-1 .6-1.5 1.1-1.5 2.1m0 3.5v.01"/>`,
  ok: `${ROUND}<path class="glyph" d="m7 12.5 3.5 3.5L17 9"/>`,
  no_data: '<circle class="shape" cx="12" cy="12" r="10"/>',
}

/** What stands for a state in the title of a tab, where only text fits. */
const LETTERS: Record<State, string> = {
  critical: '✕',
  major: '▲',
  minor: '◆',
  degraded: '◐',
  unknown: '?',
  ok: '✓',
  no_data: '',
}

/** Fill and mark of each state, as the tokens have them; a favicon cannot read CSS variables. */
const FAVICON_COLOURS: Record<State, [fill: string, mark: string]> = {
  critical: ['#b00020', '#fff'],
  major: ['#e8590c', '#1a1a1a'],
  minor: ['#ffd23f', '#1a1a1a'],
  degraded: ['#5b21b6', '#fff'],
  unknown: ['#475569', '#fff'],
  ok: ['#00756a', '#fff'],
  no_data: ['#77838e', '#fff'],
}

/** @returns the CSS class that hands a state's colours down */
export function stateClass(state: State): string {
  return state === 'no_data' ? 'is-none' : `is-${state}`
}

/** @returns the start of a page title: "✕ " for critical, nothing while all is well */
export function titleMark(state: State): string {
  return state === 'ok' || LETTERS[state] === '' ? '' : `${LETTERS[state]} `
}

/** @returns the sign as a `data:` address for `<link rel="icon">` */
export function favicon(state: State): string {
  const [fill, mark] = FAVICON_COLOURS[state]
  const drawing = SIGNS[state]
    .replaceAll('class="shape"', `fill="${fill}"`)
    .replaceAll('class="half"', `fill="${mark}"`)
    .replaceAll('class="glyph"', `fill="none" stroke="${mark}" stroke-width="3"`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${drawing}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** @returns the sign of a state as HTML; its word stands beside it, so it is hidden from screen readers */
export function sign(state: State, size: '' | 'sign-s' | 'sign-l' = ''): string {
  return `<svg class="sign ${stateClass(state)} ${size}" viewBox="0 0 24 24" aria-hidden="true">${SIGNS[state]}</svg>`
}

/** @returns sign and word as HTML; without a fill where all is well, so that a list of good ones stays quiet */
export function badge(state: State): string {
  const still = state === 'ok' ? ' still' : ''
  return `<span class="badge ${stateClass(state)}${still}">${sign(state)}${STATE_WORDS[state]}</span>`
}
