/**
 * Lines of `dnf updateinfo list --security`: `FEDORA-2024-1 Important/Sec. curl-8.6.0-8.fc40.x86_64`, and of
 * its successor: a table with the columns name, type, severity, package, date.
 * @param {string} text
 * @returns {string[]} names of packages with a security update, sorted, each once
 */
export function parseDnfSecurity(text) {
  const names = new Set()
  for (const line of text.split('\n')) {
    if (!/\bSec\.|\bsecurity\b/.test(line)) continue
    const name = line.match(/\s(\S+)-(?:\d+:)?[^-\s]+-[^-\s]+\.[A-Za-z0-9_]+(?=\s|$)/)
    if (name) names.add(name[1])
  }
  return [...names].sort()
}

/**
 * @param {string} text what `dnf check-update` prints: `name.arch version repository`, later those that replace
 * others under a heading of their own
 * @returns {number} packages with an update
 */
export function parseDnfCheckUpdate(text) {
  const [updates] = text.split(/^(?:Obsoleting Packages|Obsoleting packages)/m)
  return [...updates.matchAll(/^\S+\.[a-z0-9_]+ +\S*\d\S* +\S+ *$/gim)].length
}
