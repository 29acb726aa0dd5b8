/** Work that goes on side by side, in lanes that do not wait for each other. */
export interface Lanes {
  /** @returns the lanes that take nothing more for now */
  full(): string[]
  /** Starts work in a lane; the work never throws. */
  run(lane: string, work: () => Promise<void>): void
  /** Waits until nothing is under way. */
  done(): Promise<void>
}

/**
 * Makes lanes as they are named.
 * @param width how much goes on in one lane at once
 * @param onRoom is told when something has ended
 */
export function createLanes(width: number, onRoom: () => void): Lanes {
  const lanes = new Map<string, Set<Promise<void>>>()
  return {
    full: () => [...lanes].filter(([, own]) => own.size >= width).map(([lane]) => lane),

    run(lane, work) {
      const own = lanes.get(lane) ?? new Set()
      lanes.set(lane, own)
      const running = work().finally(() => {
        own.delete(running)
        onRoom()
      })
      own.add(running)
    },

    async done() {
      await Promise.all([...lanes.values()].flatMap((own) => [...own]))
    },
  }
}
