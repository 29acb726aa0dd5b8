import { headerText } from '../clean_text.ts'
import { titleLine } from '../few_words.ts'
import type { NotificationContent } from '../module.ts'

/** @returns the title line as a header. A reminder has the same subject as the mail it repeats. */
export function renderSubject(content: NotificationContent): string {
  return headerText(titleLine(content), 300)
}
