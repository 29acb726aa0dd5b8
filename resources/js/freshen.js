import Alpine from '@alpinejs/csp'

/** @returns this page as the server has it now */
export async function fetchPage() {
  const response = await fetch(location.href, { headers: { 'X-Live': '1' } })
  // Signed out elsewhere: the sign-in page says so.
  if (response.redirected) location.reload()
  if (!response.ok) throw new Error(`The page answered ${response.status}`)
  return new DOMParser().parseFromString(await response.text(), 'text/html')
}

/**
 * Takes over what changed. A list is never put into another order under the eyes of somebody who works in it.
 * @param isAsked true when the reader wants the new order
 * @returns how many entries of lists wait for the reader
 */
export function freshen(fresh, isAsked) {
  let waiting = 0
  for (const part of document.querySelectorAll('[data-live]')) {
    const newer = fresh.getElementById(part.id)
    if (!newer) continue
    const moved = part.dataset.live === 'list' && !isAsked && isInUse(part) ? moves(part, newer) : 0
    if (moved === 0) Alpine.morph(part, newer.outerHTML, { updating: keepOpen })
    waiting += moved
  }
  document.title = fresh.title
  const icon = fresh.querySelector('link[rel="icon"]').href
  document.querySelector('link[rel="icon"]').href = icon
  return waiting
}

function isInUse(part) {
  return part.matches(':hover') || part.contains(document.activeElement)
}

/** How many entries would be in another place. */
function moves(part, newer) {
  const before = keys(part)
  const after = keys(newer)
  return after.filter((key, place) => before[place] !== key).length
}

function keys(part) {
  return Array.from(part.querySelectorAll('[data-key]'), (entry) => entry.dataset.key)
}

/** What the reader opened stays open; a chart looks after itself. */
function keepOpen(from, to, childrenOnly, skip) {
  if (from.nodeType !== Node.ELEMENT_NODE) return
  if (from.hasAttribute('data-keep')) skip()
  if (from.tagName === 'DETAILS' && from.open) to.setAttribute('open', '')
}
