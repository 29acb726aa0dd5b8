/**
 * The Flesch-Kincaid grade of an English text: the school year in which it is understood. Numbers do not count as
 * words; a colon ends a sentence as a full stop does.
 */
export function readingGrade(text: string): number {
  const sentences = text
    .split(/[.!?:](?=\s|$)|\n\n/)
    .filter((sentence) => /[A-Za-z]/.test(sentence))
  const words = text.match(/[A-Za-z][A-Za-z'’]*/g) ?? []
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0)
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59
}

/** Groups of vowels, without a silent e at the end; -ed is heard after t and d only. */
export function syllablesIn(word: string): number {
  const spoken = word
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/([^td])ed$/, '$1')
    .replace(/([^l]|[aeiouy]l)e$/, '$1')
    .replace(/([^scxz])es$/, '$1s')
  return Math.max(1, spoken.match(/[aeiouy]+/g)?.length ?? 0)
}
