import { openConnection } from './connection.js'
import { fetchPage, freshen } from './freshen.js'

const POLL_MS = 60_000
const SOON_MS = 250
const REST_MS = 1500

const WORDS = {
  connecting: 'Connecting',
  live: 'Live',
  polling: 'Asks once a minute',
  offline: 'No connection, tries again',
}

/** Keeps what the page shows true: asks for it again when the server says that something changed. */
export function live() {
  let close = null
  let timer = null
  let lastAt = 0
  return {
    connection: 'connecting',
    waiting: 0,
    get words() {
      return WORDS[this.connection]
    },
    get waitingWords() {
      return this.waiting === 1 ? '1 change – refresh' : `${this.waiting} changes – refresh`
    },
    init() {
      setInterval(() => this.poll(), POLL_MS)
      document.addEventListener('visibilitychange', () => this.follow())
      this.follow()
    },
    /** A hidden tab listens to nothing, and catches up when it is looked at. */
    follow() {
      close?.()
      close = null
      if (document.hidden) return
      if (lastAt > 0) this.refresh()
      lastAt = Date.now()
      close = openConnection(
        (change) => this.hear(change),
        (works) => this.turn(works)
      )
    },
    /** The page of one machine leaves the others alone; pages of many wait for more than newer numbers. */
    hear({ type, ids }) {
      const { host } = this.$root.dataset
      const isOfOne = type === 'host' || type === 'results'
      if (isOfOne && host && !ids.includes(Number(host))) return
      if (type === 'results' && !host) return
      this.refreshSoon()
    },
    turn(works) {
      const wasBroken = this.connection === 'polling' || this.connection === 'offline'
      if (works) this.connection = 'live'
      else if (this.connection !== 'offline') this.connection = 'polling'
      if (works && wasBroken) this.refreshSoon()
    },
    poll() {
      if (!document.hidden) this.refresh()
    },
    refreshSoon() {
      const pause = Math.max(SOON_MS, lastAt + REST_MS - Date.now())
      timer ??= setTimeout(() => this.refresh(), pause)
    },
    /** The reader asked for it: now the order may change. */
    refreshNow() {
      this.refresh(true)
    },
    async refresh(isAsked = false) {
      clearTimeout(timer)
      timer = null
      lastAt = Date.now()
      try {
        const fresh = await fetchPage()
        this.waiting = freshen(fresh, isAsked)
        if (this.connection === 'offline') this.connection = 'polling'
        this.$dispatch('freshened')
      } catch {
        this.connection = 'offline'
      }
    },
  }
}
