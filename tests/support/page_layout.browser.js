/* Evaluated in the browser: its value is a list of complaints about the layout. */
;(() => {
  const faults = []
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > width) faults.push('the page scrolls sideways')
  for (const element of document.querySelectorAll('body *')) {
    const box = element.getBoundingClientRect()
    if (!element.checkVisibility() || box.width <= 1) continue
    const name = `<${element.tagName.toLowerCase()} class="${element.getAttribute('class')}">`
    const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowX)
    if (scrolls && element.scrollWidth > element.clientWidth)
      faults.push(`${name} scrolls sideways`)
    const hasWords = Array.from(element.childNodes).some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()
    )
    if (hasWords && box.right > width + 1) faults.push(`${name} goes past the right edge`)
    const isTarget = element.matches('button, .btn, .chip, .tabbar a, .nav a, .seg a')
    if (width < 760 && isTarget && box.height < 44) faults.push(`${name} is ${box.height} px high`)
  }
  return faults
})()
