import { lua } from './fengari.ts'
import type { LuaState } from './fengari_types.ts'
import { claimString, spend } from './meter.ts'
import { bytesAt, numberAt, pushBytes, raise, wholeAt } from './stack.ts'
import { pushReadable } from './readable.ts'

const ITEM = /^([-+ #0]*)(\d{0,2})(?:\.(\d{0,2}))?([a-zA-Z])/

interface Item {
  flags: string
  width: number
  precision: number | undefined
  letter: string
}

/** string.format: %d %i %u %c %x %X %o %e %E %f %F %g %G %s %q and %%; whole numbers may be as large as 2^53. */
export function formatted(L: LuaState): number {
  const pattern = Buffer.from(bytesAt(L, 1, 'string.format')).toString('latin1')
  let result = ''
  let argument = 1
  for (let at = 0; at < pattern.length; at++) {
    spend(L, 1)
    if (pattern[at] !== '%') {
      result += pattern[at]
      continue
    }
    if (pattern[++at] === '%') {
      result += '%'
      continue
    }
    const found = ITEM.exec(pattern.slice(at, at + 16))
    if (!found) raise(L, `string.format does not know '%${pattern.slice(at, at + 4)}'`)
    at += found[0].length - 1
    spend(L, 20)
    const text = one(L, ++argument, itemOf(found))
    claimString(L, text.length)
    result += text
  }
  pushBytes(L, new Uint8Array(Buffer.from(result, 'latin1')))
  return 1
}

function itemOf([, flags, width, precision, letter]: RegExpExecArray): Item {
  const digits = precision === undefined ? undefined : Number(precision)
  return { flags, width: Number(width), precision: digits, letter }
}

function one(L: LuaState, index: number, item: Item): string {
  if (lua.lua_type(L, index) === lua.LUA_TNONE) raise(L, `string.format lacks argument ${index}`)
  switch (item.letter) {
    case 's':
      return padded(textAt(L, index).slice(0, item.precision), {
        ...item,
        flags: item.flags.replace('0', ''),
      })
    case 'q':
      return `"${textAt(L, index)
        .replace(/["\\\n]/g, '\\$&')
        .replaceAll('\r', '\\r')
        .replaceAll('\0', '\\0')}"`
    case 'c':
      return padded(String.fromCharCode(wholeAt(L, index, 'string.format') & 255), item)
    case 'd':
    case 'i':
    case 'u':
      return whole(wholeAt(L, index, 'string.format'), item, 10)
    case 'x':
    case 'X':
      return inCase(whole(wholeAt(L, index, 'string.format'), item, 16), item)
    case 'o':
      return whole(wholeAt(L, index, 'string.format'), item, 8)
    default:
      if (!'eEfFgG'.includes(item.letter)) {
        raise(L, `string.format does not know '%${item.letter}'`)
      }
      return inCase(padded(fraction(numberAt(L, index, 'string.format'), item), item), item)
  }
}

function textAt(L: LuaState, index: number): string {
  pushReadable(L, index)
  const bytes = lua.lua_tolstring(L, -1) ?? new Uint8Array()
  spend(L, bytes.length >> 4)
  lua.lua_pop(L, 1)
  return Buffer.from(bytes).toString('latin1')
}

function whole(n: number, item: Item, base: number): string {
  const digits = Math.abs(n)
    .toString(base)
    .padStart(item.precision ?? 0, '0')
  return padded(signed(n < 0, digits, item), item)
}

function fraction(n: number, item: Item): string {
  const { letter, precision = 6, flags } = item
  const size = Math.abs(n)
  if (!Number.isFinite(n)) return Number.isNaN(n) ? 'nan' : signed(n < 0, 'inf', item)
  let text: string
  if (letter === 'f' || letter === 'F') text = size.toFixed(precision)
  else if (letter === 'e' || letter === 'E') text = withExponent(size.toExponential(precision))
  else text = general(size, Math.max(1, precision), flags.includes('#'))
  return signed(n < 0 || Object.is(n, -0), text, item)
}

function general(size: number, precision: number, keepZeros: boolean): string {
  const exponent = Number(size.toExponential(precision - 1).split('e')[1])
  const short = exponent < -4 || exponent >= precision
  const text = short ? size.toExponential(precision - 1) : size.toFixed(precision - 1 - exponent)
  const [digits, power] = text.split('e')
  const trimmed = keepZeros || !digits.includes('.') ? digits : digits.replace(/\.?0+$/, '')
  return power === undefined ? trimmed : withExponent(`${trimmed}e${power}`)
}

/** Lua writes at least two digits of an exponent. */
function withExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}

function signed(isNegative: boolean, digits: string, { flags }: Item): string {
  if (isNegative) return `-${digits}`
  return (flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + digits
}

function padded(text: string, { flags, width, letter, precision }: Item): string {
  if (flags.includes('-')) return text.padEnd(width)
  const zeros = flags.includes('0') && !('diuxXo'.includes(letter) && precision !== undefined)
  if (!zeros || !/\d/.test(text)) return text.padStart(width)
  const sign = /^[-+ ]/.exec(text)?.[0] ?? ''
  return sign + text.slice(sign.length).padStart(width - sign.length, '0')
}

function inCase(text: string, { letter }: Item): string {
  return letter === letter.toUpperCase() ? text.toUpperCase() : text
}
