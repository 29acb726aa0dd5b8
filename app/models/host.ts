import { HostSchema } from '#database/schema'

/** A machine that is watched. */
export default class Host extends HostSchema {}
