/**
 * Says what is being done and how long it took.
 * @param what a step in the present tense: "Starting the database"
 */
export async function step<T>(what: string, work: () => Promise<T> | T): Promise<T> {
  const startedAt = performance.now()
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1)
  const reminder = setInterval(
    () => console.log(`  ${what}: still at it after ${seconds()} s`),
    10_000
  )
  try {
    const result = await work()
    console.log(`  ${what}: ${seconds()} s`)
    return result
  } finally {
    clearInterval(reminder)
  }
}
