import type { MailDocument } from './document.ts'

/** @returns the mail as plain text, with all that the HTML part says */
export function renderText(mail: MailDocument): string {
  return [
    `${mail.plate.word.toUpperCase()} – ${mail.plate.sender}`,
    [mail.heading, mail.lead].filter(Boolean).join('\n'),
    mail.rows.map((row) => `${row.label}: ${row.text}`).join('\n'),
    graphBlock(mail.graph),
    stepsBlock(mail.steps),
    mail.others && `Who else knows\n${mail.others}`,
    `-- \n${mail.footer.join('\n')}`,
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n')
}

function graphBlock(graph: MailDocument['graph']): string {
  if (!graph) return ''
  return [graph.caption, graph.alt, ...graph.limits.map((limit) => `- ${limit.label}`)].join('\n')
}

function stepsBlock(steps: string[]): string {
  if (steps.length === 0) return ''
  return ['Do now', ...steps.map((step, index) => `${index + 1}. ${step}`)].join('\n')
}
