import { test } from '@japa/runner'
import { readingGrade, syllablesIn } from './reading_grade.ts'

test.group('Reading grade', () => {
  test('counts syllables as they are spoken', ({ assert }) => {
    const words =
      'disk memory machine table closed needed processor restart people the makes boxes'.split(' ')
    assert.deepEqual(words.map(syllablesIn), [1, 3, 2, 2, 1, 2, 3, 2, 2, 1, 1, 2])
  })

  test('gives simple words a low grade and officialese a high one', ({ assert }) => {
    assert.isBelow(readingGrade('The disk is full. Make room on it now.'), 2)
    const officialese =
      'Insufficient availability of persistent storage capacity necessitates immediate administrative remediation.'
    assert.isAbove(readingGrade(officialese), 20)
  })
})
