/** @returns a colour token as the browser computes it here, "rgb(…)": a chart cannot read variables */
export function colour(element, token) {
  const patch = document.createElement('span')
  patch.style.color = `var(${token})`
  element.append(patch)
  const computed = getComputedStyle(patch).color
  patch.remove()
  return computed
}
