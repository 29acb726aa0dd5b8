import type { State } from '../../../states.ts'

/** The colours of a state, the same as on the pages (light theme), and its sign as a letter. */
export interface StateColours {
  /** Fill of the plate, and what is written on it. */
  fill: string
  on: string
  /** Lines in the graph. */
  mark: string
  /** Words on white. */
  ink: string
  /** Bands in the graph. */
  wash: string
  sign: string
}

export const STATE_COLOURS: Record<State, StateColours> = {
  critical: colours('#b00020', '#ffffff', '#b00020', '#a1001d', '#fbe9ec', '✕'),
  major: colours('#e8590c', '#1a1a1a', '#d9500a', '#a43a00', '#fdeee4', '!'),
  minor: colours('#ffd23f', '#1a1a1a', '#b07d00', '#775300', '#fff6d6', '!'),
  degraded: colours('#5b21b6', '#ffffff', '#5b21b6', '#5b21b6', '#f1eafb', '◐'),
  unknown: colours('#475569', '#ffffff', '#64748b', '#475569', '#eceff3', '?'),
  ok: colours('#00756a', '#ffffff', '#00857a', '#00665c', '#e2f2f0', '✓'),
  no_data: colours('#f4f6f7', '#4a5763', '#77838e', '#4a5763', '#f4f6f7', '–'),
}

/** A test is no state, so its plate wears the colour of text. */
export const TEST_COLOURS = colours('#10181f', '#ffffff', '#10181f', '#10181f', '#eceff0', 'i')

export const ACCENT = '#17499f'
export const LINE = '#d7dde0'

function colours(
  fill: string,
  on: string,
  mark: string,
  ink: string,
  wash: string,
  sign: string
): StateColours {
  return { fill, on, mark, ink, wash, sign }
}
