import { escapeMarkup } from '../clean_text.ts'
import type { MailDocument } from './document.ts'
import { renderRules, styled } from './mail_styles.ts'
import { STATE_COLOURS } from './palette.ts'
import { GRAPH_HEIGHT, GRAPH_WIDTH } from './render_graph.ts'

const TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'

/**
 * @param graphId content id of the attached picture
 * @returns the mail as one column of HTML with inline styles; nothing is loaded from outside
 */
export function renderHtml(mail: MailDocument, graphId: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<style>${renderRules()}</style></head>
<body bgcolor="#eceff0"${styled('body')}>
<div role="article" lang="en">
${preview(mail)}
<table ${TABLE} bgcolor="#eceff0"${styled('page')}><tr><td align="center"${styled('edge')}>
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff"${styled('sheet')}>
${plate(mail.plate)}
<tr><td${styled('in')}>
<h1${styled('heading')}>${escapeMarkup(mail.heading)}</h1>
${paragraph(mail.lead, 'lead')}
${rows(mail.rows)}
${graph(mail.graph, graphId)}
${steps(mail.steps)}
${mail.others && `<h2${styled('part')}>Who else knows</h2>${paragraph(mail.others, 'text')}`}
</td></tr>
<tr><td${styled('foot')}>${mail.footer.map(escapeMarkup).join('<br>\n')}</td></tr>
</table></td></tr></table></div></body></html>
`
}

/** The line that mail programs show beside the subject. */
function preview(mail: MailDocument): string {
  const first = mail.steps[0] ? ` Do now: ${mail.steps[0]}` : ''
  return `<div aria-hidden="true"${styled('preview')}>${escapeMarkup(mail.lead + first)}</div>`
}

/** Colours of a state are data, not part of the rules: they stay as they are in the dark. */
function plate({ word, sender, colours }: MailDocument['plate']): string {
  const { fill, on, sign } = colours
  const cell = (name: 'plate' | 'sign' | 'state' | 'from', ink: string, ground: string) =>
    `bgcolor="${ground}"${styled(name, `color:${ink};background:${ground}`)}`
  return `<tr><td ${cell('plate', on, fill)}><table ${TABLE}><tr>
<td width="44" align="center" aria-hidden="true" ${cell('sign', fill, on)}>${sign}</td>
<td ${cell('state', on, fill)}>${escapeMarkup(word)}</td>
<td align="right" ${cell('from', on, fill)}>${escapeMarkup(sender)}</td>
</tr></table></td></tr>`
}

function rows(list: MailDocument['rows']): string {
  const lines = list.map(
    ({ label, text }) =>
      `<tr><th scope="row" align="left"${styled('label')}>${label}</th><td${styled('value')}>${escapeMarkup(text)}</td></tr>`
  )
  return lines.length > 0 ? `<table width="100%" cellspacing="0">${lines.join('\n')}</table>` : ''
}

function graph(shown: MailDocument['graph'], graphId: string): string {
  if (!shown) return ''
  const limits = shown.limits.map(({ label, state }) => {
    const { mark, wash } = STATE_COLOURS[state]
    const swatch = `<span aria-hidden="true"${styled('swatch', `background:${wash};border-top:2px solid ${mark}`)}>&nbsp;</span>`
    return `<div${styled('limit')}>${swatch} ${escapeMarkup(label)}</div>`
  })
  return `${paragraph(shown.caption, 'caption')}
<img src="cid:${escapeMarkup(graphId)}" width="${GRAPH_WIDTH}" height="${GRAPH_HEIGHT}" alt="${escapeMarkup(shown.alt)}"${styled('graph')}>
<table ${TABLE} aria-hidden="true"><tr><td${styled('axis')}>${escapeMarkup(shown.start)}</td><td align="right"${styled('axis')}>${escapeMarkup(shown.end)}</td></tr></table>
${limits.join('\n')}`
}

function steps(list: string[]): string {
  if (list.length === 0) return ''
  const lines = list.map(
    (step, index) =>
      `<tr><td width="36"${styled('number')}>${index + 1}.</td><td${styled('step')}>${index === 0 ? bold(step) : escapeMarkup(step)}</td></tr>`
  )
  return `<h2${styled('part')}>Do now</h2>\n<table ${TABLE}>${lines.join('\n')}</table>`
}

function bold(text: string): string {
  return `<b>${escapeMarkup(text)}</b>`
}

function paragraph(text: string, name: 'lead' | 'caption' | 'text'): string {
  return text ? `<p${styled(name)}>${escapeMarkup(text)}</p>` : ''
}
