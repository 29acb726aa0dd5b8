import { execFile } from 'node:child_process'

const MOST_OUTPUT_BYTES = 16 * 1024 * 1024

/**
 * Runs a program without a shell, in English and without input.
 * @param {string} file
 * @param {string[]} args
 * @param {{ timeoutMs: number, exitCodes?: number[], complaint?: RegExp }} options exit codes besides 0
 * that are an answer too; what makes an answer worthless when it stands among the errors
 * @returns {Promise<string | null>} what it prints; null when there is no such program
 * @throws {Error} a sentence that says why there is no answer
 */
export function runCommand(file, args, { timeoutMs, exitCodes = [], complaint }) {
  const options = {
    timeout: timeoutMs,
    killSignal: /** @type {const} */ ('SIGKILL'),
    maxBuffer: MOST_OUTPUT_BYTES,
    env: { ...process.env, LANG: 'C', LC_ALL: 'C' },
  }
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') return resolve(null)
      const answered = !error || exitCodes.includes(Number(error.code))
      if (answered && !complaint?.test(stderr)) return resolve(stdout)
      reject(new Error(reasonOf(file, error, stderr)))
    })
    child.stdin?.end()
  })
}

/** @param {string} file @param {import('node:child_process').ExecFileException | null} error @param {string} stderr */
function reasonOf(file, error, stderr) {
  if (error?.killed) return `${file} did not finish in time.`
  const said = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const line = said.find((words) => /^(E|Error)\b/i.test(words)) ?? said[0]
  return line
    ? `${file} could not say: ${line.slice(0, 300)}`
    : `${file} failed and did not say why.`
}
