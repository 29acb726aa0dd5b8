/** @returns a colour token as the browser computes it here, "#rrggbb": a chart cannot read variables */
export function colour(element, token) {
  const patch = document.createElement('span')
  patch.style.color = `var(${token})`
  element.append(patch)
  const computed = getComputedStyle(patch).color
  patch.remove()
  const parts = computed.match(/[\d.]+/g).slice(0, 3)
  return `#${parts.map((part) => Math.round(Number(part)).toString(16).padStart(2, '0')).join('')}`
}

/** @returns whether a colour "#rrggbb" is dark */
export function isDark(hex) {
  return Number.parseInt(hex.slice(1, 3), 16) < 128
}
