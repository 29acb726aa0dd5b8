import { test } from '@japa/runner'
import { bytes, duration, number, percent, UNKNOWN_AMOUNT } from '../../../app/plugins/format.ts'

test.group('Format', () => {
  test('shows a percentage without decimals')
    .with([
      [96, '96 %'],
      [98.2, '98 %'],
      [99.7, '99 %'],
      [100, '100 %'],
      [0, '0 %'],
      [-0.2, '0 %'],
      [1250.4, '1,250 %'],
    ] as const)
    .run(({ assert }, [value, shown]) => assert.equal(percent(value), shown))

  test('shows an amount of data in steps of 1000')
    .with([
      [0, '0 bytes'],
      [512, '512 bytes'],
      [1000, '1 kB'],
      [6_240_000_000, '6.2 GB'],
      [9_960_000_000, '10 GB'],
      [700_000_000, '700 MB'],
      [999_600_000, '1 GB'],
      [500_107_862_016, '500 GB'],
      [2e12, '2 TB'],
      [3.2e21, '3200 EB'],
    ] as const)
    .run(({ assert }, [value, shown]) => assert.equal(bytes(value), shown))

  test('shows a number with at most one decimal')
    .with([
      [3, '3'],
      [3.14, '3.1'],
      [-0.01, '0'],
      [77_760, '77,760'],
    ] as const)
    .run(({ assert }, [value, shown]) => assert.equal(number(value), shown))

  test('shows seconds in the unit people use')
    .with([
      [0, '0 s'],
      [59.4, '59 s'],
      [59.6, '1 min'],
      [42 * 60, '42 min'],
      [3599, '1 h'],
      [81_360, '22 h 36 min'],
      [2 * 86_400, '2 days'],
      [9.4 * 86_400, '9 days'],
      [-5, '0 s'],
    ] as const)
    .run(({ assert }, [value, shown]) => assert.equal(duration(value), shown))

  test('says so when the number is missing', ({ assert }) => {
    for (const format of [percent, bytes, number, duration]) {
      for (const missing of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY, 'none']) {
        assert.equal(format(missing), UNKNOWN_AMOUNT)
      }
    }
  })
})
