import { ClassifierSchema } from '#database/schema'

/** The rule of a plugin, or of one check that overrides it. */
export default class Classifier extends ClassifierSchema {}
