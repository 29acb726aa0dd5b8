/** An unhandled rejection ends the process; whoever started it starts it anew. */
process.on('unhandledRejection', (reason) => {
  throw reason
})
