import { escapeMarkup } from '../clean_text.ts'
import { spokenText } from '../few_words.ts'
import type { NotificationContent } from '../module.ts'

/** @returns what the phone service does in the call: it says the same twice, because the first words are often missed */
export function twimlOf(content: NotificationContent): string {
  const say = `<Say language="en-GB">${escapeMarkup(spokenText(content))}</Say>`
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${say}<Pause length="1"/>${say}</Response>`
}
