/** Everything that runs beside the web pages, each in a worker of its own that is restarted when it ends. */
export const jobs = [
  { name: 'core', what: 'runs checks, judges and stores their results' },
  { name: 'others', what: 'sends the messages of alerts, gathers and drops history' },
] as const

/** What a worker may take to end in an orderly way before it is ended. */
export const STOP_DEADLINE_MS = 7000
/** A worker that ended on its own is started again after this long. */
export const RESTART_DELAY_MS = 1000
