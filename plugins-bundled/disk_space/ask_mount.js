import { statfs } from 'node:fs/promises'

/** A file system that hangs keeps a thread until it answers: more than these are not asked at once. */
const MOST_HANGING = 2

/**
 * Asks file systems for their sizes without waiting for one that hangs. It remembers questions still open
 * and does not ask those again, so a dead network disk costs one thread and not one more per run.
 */
export class MountQuestions {
  /** @type {Map<string, Promise<unknown>>} */
  #open = new Map()

  /**
   * @param {string} mountPoint
   * @param {{ timeoutMs: number, network: boolean, ask?: typeof statfs }} options
   * @returns {Promise<import('node:fs').StatsFs | 'silent' | 'forbidden'>} silent: no answer in time, or an
   * error of the file system
   */
  async ask(mountPoint, { timeoutMs, network, ask = statfs }) {
    if (this.#open.has(mountPoint)) return 'silent'
    if (network && this.#open.size >= MOST_HANGING) return 'silent'
    const question = ask(mountPoint).catch(refusal)
    this.#open.set(mountPoint, question)
    question.then(() => this.#open.delete(mountPoint))
    return within(question, timeoutMs)
  }
}

/** @param {NodeJS.ErrnoException} error @returns {'silent' | 'forbidden'} */
function refusal(error) {
  return error.code === 'EACCES' || error.code === 'EPERM' ? 'forbidden' : 'silent'
}

/** @template T @param {Promise<T>} question @param {number} timeoutMs @returns {Promise<T | 'silent'>} */
async function within(question, timeoutMs) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  /** @type {Promise<'silent'>} */
  const deadline = new Promise((resolve) => {
    timer = setTimeout(() => resolve('silent'), timeoutMs)
  })
  try {
    return await Promise.race([question, deadline])
  } finally {
    clearTimeout(timer)
  }
}
