import { shortText, titleLine } from '../few_words.ts'
import type { NotificationContent } from '../module.ts'

/** Letters of the alphabet of GSM 03.38, one septet each; those of its extension take two. */
const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const GSM_EXTENSION = '^{}\\[~]|€'

/** What fits into three parts: 3 × 153 septets, or 3 × 67 units of UCS-2, less what a cut between parts may cost. */
const MOST_SEPTETS = 456
const MOST_UNITS = 198

/** Signs that would turn the whole text into UCS-2, and their plain sisters. */
const PLAIN: Record<string, string> = { '‘': "'", '’': "'", '“': '"', '”': '"', '„': '"' }
const DASHES = /[‐‑‒–—−]/g

/** @returns the text of an SMS: title, what, what to do; at most three parts long */
export function smsText(content: NotificationContent): string {
  const text = `${titleLine(content)} ${shortText(content, MOST_SEPTETS)}`
  return fitting(plain(text))
}

function plain(text: string): string {
  return text
    .replace(/[‘’“”„]/g, (quote) => PLAIN[quote])
    .replace(DASHES, '-')
    .replaceAll('…', '...')
}

function fitting(text: string): string {
  const isGsm = [...text].every((letter) => GSM.includes(letter) || GSM_EXTENSION.includes(letter))
  const most = isGsm ? MOST_SEPTETS : MOST_UNITS
  const costOf = (letter: string) =>
    isGsm ? (GSM_EXTENSION.includes(letter) ? 2 : 1) : letter.length
  if (total(text, costOf) <= most) return text
  let cost = '...'.length
  let kept = ''
  for (const letter of text) {
    cost += costOf(letter)
    if (cost > most) break
    kept += letter
  }
  return `${behindWord(kept)}...`
}

function total(text: string, costOf: (letter: string) => number): number {
  return [...text].reduce((sum, letter) => sum + costOf(letter), 0)
}

/** Half a word is worse than none, unless it is a very long one. */
function behindWord(text: string): string {
  const blank = text.lastIndexOf(' ')
  return text.slice(0, blank > text.length - 30 ? blank : undefined).trimEnd()
}
