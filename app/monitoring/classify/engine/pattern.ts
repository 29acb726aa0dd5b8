/**
 * Lua's patterns, matched with a count of the work: the virtual machine's own matcher backtracks without end and cannot
 * be interrupted. Positions are offsets of bytes, from 0.
 */
const OPEN = -1
const POSITION = -2
const MAX_DEPTH = 150
const MAX_CAPTURES = 32

/** A pattern that makes no sense; the message says which part. */
export class PatternError extends Error {}

export interface Capture {
  start: number
  /** Bytes, or POSITION for `()`. */
  length: number
}

export class PatternMatch {
  captures: Capture[] = []
  private depth = 0

  constructor(
    private readonly subject: Uint8Array,
    private readonly pattern: Uint8Array,
    private readonly spend: () => void
  ) {}

  /** @returns the end of a match of the whole pattern that starts at `at`, or -1 */
  from(at: number, patternStart: number): number {
    this.captures = []
    this.depth = 0
    return this.match(at, patternStart)
  }

  private match(at: number, p: number): number {
    if (++this.depth > MAX_DEPTH) throw new PatternError('the pattern is too complicated')
    const end = this.matchHere(at, p)
    this.depth--
    return end
  }

  private matchHere(start: number, startOfPattern: number): number {
    const { pattern, subject } = this
    let at = start
    let p = startOfPattern
    for (;;) {
      this.spend()
      if (p === pattern.length) return at
      const special = this.special(at, p)
      if (special !== undefined) {
        if (typeof special === 'number') return special
        at = special.at
        p = special.p
        continue
      }
      if (pattern[p] === 36 && p + 1 === pattern.length) return at === subject.length ? at : -1
      const after = this.endOfItem(p)
      const repeat = pattern[after]
      if (repeat === 42) return this.most(at, p, after, 0)
      if (repeat === 43) return this.most(at, p, after, 1)
      if (repeat === 45) return this.fewest(at, p, after)
      const fits = this.fits(at, p, after)
      if (repeat === 63) {
        const end = fits ? this.match(at + 1, after + 1) : -1
        if (end !== -1) return end
        p = after + 1
        continue
      }
      if (!fits) return -1
      at++
      p = after
    }
  }

  /** Captures, %b, %f and back references: an end, where to go on, or undefined for a plain item. */
  private special(at: number, p: number): number | { at: number; p: number } | undefined {
    const { pattern } = this
    if (pattern[p] === 40) return this.open(at, p)
    if (pattern[p] === 41) return this.close(at, p + 1)
    if (pattern[p] !== 37) return undefined
    const next = pattern[p + 1]
    if (next === 98) return this.balanced(at, p + 2)
    if (next === 102) return this.frontier(at, p + 2)
    if (next >= 48 && next <= 57) return this.same(at, next - 49, p + 2)
    return undefined
  }

  private open(at: number, p: number): number {
    if (this.captures.length >= MAX_CAPTURES) throw new PatternError('too many captures')
    const takesPosition = this.pattern[p + 1] === 41
    this.captures.push({ start: at, length: takesPosition ? POSITION : OPEN })
    const end = this.match(at, p + (takesPosition ? 2 : 1))
    if (end === -1) this.captures.pop()
    return end
  }

  private close(at: number, p: number): number {
    const capture = this.captures.findLast(({ length }) => length === OPEN)
    if (!capture) throw new PatternError("the pattern has a ')' without '('")
    capture.length = at - capture.start
    const end = this.match(at, p)
    if (end === -1) capture.length = OPEN
    return end
  }

  private balanced(at: number, p: number): number | { at: number; p: number } {
    const { subject, pattern } = this
    if (p + 1 >= pattern.length) throw new PatternError('%b needs two characters')
    const [opening, closing] = [pattern[p], pattern[p + 1]]
    if (subject[at] !== opening) return -1
    let depth = 1
    for (let here = at + 1; here < subject.length; here++) {
      this.spend()
      if (subject[here] === closing) {
        if (--depth === 0) return { at: here + 1, p: p + 2 }
      } else if (subject[here] === opening) depth++
    }
    return -1
  }

  private frontier(at: number, p: number): number | { at: number; p: number } {
    if (this.pattern[p] !== 91) throw new PatternError("%f needs a set in '[]'")
    const after = this.endOfItem(p)
    const before = at === 0 ? 0 : this.subject[at - 1]
    const here = this.subject[at] ?? 0
    const begins = !this.inSet(before, p, after - 1) && this.inSet(here, p, after - 1)
    return begins ? { at, p: after } : -1
  }

  private same(at: number, index: number, p: number): number | { at: number; p: number } {
    const capture = this.captures[index]
    if (!capture || capture.length < 0) throw new PatternError('a back reference names no capture')
    for (let i = 0; i < capture.length; i++) {
      this.spend()
      if (this.subject[capture.start + i] !== this.subject[at + i]) return -1
    }
    return { at: at + capture.length, p }
  }

  private most(at: number, p: number, after: number, least: number): number {
    let count = 0
    while (this.fits(at + count, p, after)) {
      this.spend()
      count++
    }
    for (; count >= least; count--) {
      const end = this.match(at + count, after + 1)
      if (end !== -1) return end
    }
    return -1
  }

  private fewest(start: number, p: number, after: number): number {
    for (let at = start; ; at++) {
      const end = this.match(at, after + 1)
      if (end !== -1) return end
      if (!this.fits(at, p, after)) return -1
    }
  }

  /** @returns the offset after one item: a character, a class, or a set */
  private endOfItem(p: number): number {
    const { pattern } = this
    if (pattern[p] === 37) {
      if (p + 1 >= pattern.length) throw new PatternError("the pattern ends with '%'")
      return p + 2
    }
    if (pattern[p] !== 91) return p + 1
    let here = p + (pattern[p + 1] === 94 ? 2 : 1)
    do {
      if (here >= pattern.length) throw new PatternError("a '[' has no ']'")
      here += pattern[here] === 37 ? 2 : 1
    } while (pattern[here] !== 93)
    return here + 1
  }

  private fits(at: number, p: number, after: number): boolean {
    const { subject, pattern } = this
    if (at >= subject.length) return false
    if (pattern[p] === 46) return true
    if (pattern[p] === 37) return isInClass(subject[at], pattern[p + 1])
    if (pattern[p] === 91) return this.inSet(subject[at], p, after - 1)
    return pattern[p] === subject[at]
  }

  /** `p` is at the '[', `last` at the ']' of the set. */
  private inSet(byte: number, p: number, last: number): boolean {
    const { pattern } = this
    const wanted = pattern[p + 1] !== 94
    for (let here = p + (wanted ? 1 : 2); here < last; here++) {
      this.spend()
      if (pattern[here] === 37) {
        if (isInClass(byte, pattern[++here])) return wanted
      } else if (pattern[here + 1] === 45 && here + 2 < last) {
        if (pattern[here] <= byte && byte <= pattern[here + 2]) return wanted
        here += 2
      } else if (pattern[here] === byte) return wanted
    }
    return !wanted
  }
}

/** @returns whether a capture is a position rather than text */
export function isPosition(capture: Capture): boolean {
  return capture.length === POSITION
}

const between = (byte: number, from: number, to: number) => byte >= from && byte <= to
const isDigit = (byte: number) => between(byte, 48, 57)
const isLower = (byte: number) => between(byte, 97, 122)
const isUpper = (byte: number) => between(byte, 65, 90)
const isLetter = (byte: number) => isLower(byte) || isUpper(byte)

const CLASSES: Record<string, (byte: number) => boolean> = {
  a: isLetter,
  c: (byte) => byte < 32 || byte === 127,
  d: isDigit,
  g: (byte) => between(byte, 33, 126),
  l: isLower,
  p: (byte) => between(byte, 33, 126) && !isLetter(byte) && !isDigit(byte),
  s: (byte) => byte === 32 || between(byte, 9, 13),
  u: isUpper,
  w: (byte) => isLetter(byte) || isDigit(byte),
  x: (byte) => isDigit(byte) || between(byte, 97, 102) || between(byte, 65, 70),
}

function isInClass(byte: number, letter: number): boolean {
  const isIn = CLASSES[String.fromCharCode(letter | 32)]
  if (!isIn || !isLetter(letter)) return byte === letter
  return isUpper(letter) ? !isIn(byte) : isIn(byte)
}
