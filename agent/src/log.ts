/** One line to stderr, where the service manager keeps it. Line breaks from outside never make a second line. */
export function log(message: string) {
  process.stderr.write(`${message.replace(/[\x00-\x1f\x7f]+/g, ' ').slice(0, 1000)}\n`)
}
