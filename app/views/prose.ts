const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * @param text paragraphs with empty lines between them, lists with "- ", `code` and **bold**
 * @returns the text as HTML; everything else in it is shown as it stands
 */
export function prose(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(blockOf)
    .join('')
}

function blockOf(block: string): string {
  const lines = block.split('\n')
  const lead = lines.filter((line) => !ITEM.test(line))
  const items = lines.filter((line) => ITEM.test(line))
  const paragraph = lead.length > 0 ? `<p>${lead.map(inline).join('<br>')}</p>` : ''
  if (items.length === 0) return paragraph
  const list = items.map((item) => `<li>${inline(item.replace(ITEM, ''))}</li>`).join('')
  return `${paragraph}<ul class="dots">${list}</ul>`
}

const ITEM = /^\s*([-*]|\d+\.)\s+/

/** @returns text in which no sign means anything to HTML */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign])
}

function inline(line: string): string {
  return escapeHtml(line)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>')
}
