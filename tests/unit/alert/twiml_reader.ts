/** One element of TwiML, or a text between two. */
export type TwimlPart = { tag: string; attributes: string } | { text: string }

const TOKEN = /<(\/?[A-Za-z]+)((?: [a-z]+="[^"<&]*")*)(\/?)>|([^<&]|&#\d+;)+/uy

/**
 * Reads XML of the plain kind only: tags, attributes, text and numbered characters.
 * @throws when there is anything else, or a tag is not closed
 */
export function readTwiml(xml: string): TwimlPart[] {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
  if (!xml.startsWith(declaration)) throw new Error('no XML declaration')
  const parts: TwimlPart[] = []
  const open: string[] = []
  TOKEN.lastIndex = declaration.length
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(xml)
    if (!token) throw new Error(`no XML: ${xml.slice(at, at + 40)}`)
    const [whole, tag, attributes, end] = token
    if (!tag) parts.push({ text: whole.replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(+n)) })
    else if (tag.startsWith('/')) {
      if (open.pop() !== tag.slice(1)) throw new Error(`${tag} closes nothing`)
    } else {
      parts.push({ tag, attributes: attributes.trim() })
      if (!end) open.push(tag)
    }
  }
  if (open.length > 0) throw new Error(`${open.join()} is not closed`)
  return parts
}
