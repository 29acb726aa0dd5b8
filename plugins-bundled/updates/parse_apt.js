/**
 * @typedef {object} Waiting
 * @property {number} total updates of installed packages
 * @property {string[]} security names of packages whose update comes from a security archive
 */

/**
 * `Inst name [old] (new Origin:Release/suite, … [arch])`; without `[old]` the package is new and no update.
 * @param {string} text what `apt-get --simulate dist-upgrade` prints
 * @returns {Waiting}
 */
export function parseApt(text) {
  const updates = [...text.matchAll(/^Inst (\S+) \[[^\]]+\] \(\S+ ([^)]*)\)/gm)]
  const security = updates.filter(([, , sources]) => isSecurity(sources)).map(([, name]) => name)
  return { total: updates.length, security: [...new Set(security)].sort() }
}

/**
 * @param {string[]} files names in apt's folder of lists
 * @returns {{ present: boolean, security: boolean }} whether there are lists at all, and of a security archive
 */
export function parseLists(files) {
  const indexes = files.filter((file) => /_Packages(\.\w+)?$/.test(file))
  return { present: indexes.length > 0, security: indexes.some((file) => /security/i.test(file)) }
}

/** Debian-Security:12/oldstable-security, Ubuntu:22.04/jammy-security, UbuntuESM:… @param {string} sources */
function isSecurity(sources) {
  return sources.split(/[\s,]+/).some((source) => /security|UbuntuESM/i.test(source))
}
