import { CheckSchema } from '#database/schema'

/** What is watched together: machines and the plugins run on them. */
export default class Check extends CheckSchema {}
