/** What is said of a plugin that was pushed and is not in the file: a plugin that runs and finds nothing. */
export const NO_DATA = 'The plugin failed: the file of the mock agent has no data for it.'
