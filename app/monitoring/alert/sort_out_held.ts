import type { NotificationContent } from './modules/module.ts'

/** A message that was held back while results of a time without the database were stored. */
export interface HeldMessage {
  id: string
  alert_id: number | null
  kind: 'problem' | 'recovery'
  module: string
  encrypted_options: string
  content: NotificationContent
  subject: string
  message_id: string
  thread_id: string
}

/** What becomes of messages that were held back. Each is told: by itself, or in one of the others. */
export interface SortedOut {
  /** Troubles that came and went, each with all its messages: named in a summary. */
  over: HeldMessage[][]
  /** The last message about everything else, told as usual. */
  told: HeldMessage[]
  /** What came before these: they say how it ended. */
  outdated: HeldMessage[]
}

/** @param held in the order they were written */
export function sortOutHeld(held: readonly HeldMessage[]): SortedOut {
  const stories = [...Map.groupBy(held, storyOf).values()]
  const going = stories.filter((story) => !isOver(story))
  return {
    over: stories.filter(isOver),
    told: going.map((story) => story.at(-1)!),
    outdated: going.flatMap((story) => story.slice(0, -1)),
  }
}

/** @returns whether nobody was told of anything in its thread before */
export function beginsThread({ message_id: id, thread_id: thread }: HeldMessage): boolean {
  return id === thread
}

/** A thread; where an alert is for good news only, and each is a thread of its own, all about one subject. */
function storyOf(message: HeldMessage): string {
  const isGoodNewsOnly = message.kind === 'recovery' && beginsThread(message)
  return isGoodNewsOnly ? `${message.alert_id} ${message.subject}` : message.thread_id
}

/** Whoever knows of a trouble is told of its end by itself. */
function isOver(story: readonly HeldMessage[]): boolean {
  const [first] = story
  return first.kind === 'problem' && beginsThread(first) && story.at(-1)!.kind === 'recovery'
}
