/** The pages. Every route carries `middleware.access('viewer' | 'helper' | 'owner')`. */
export {}
