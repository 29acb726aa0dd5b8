import type { SendMailOptions } from 'nodemailer'
import type { DeliveryJob } from '../module.ts'
import { parseMailbox } from './address.ts'
import { headerText } from '../clean_text.ts'
import { mailDocument } from './document.ts'
import type { EmailOptions } from './options.ts'
import { renderGraph } from './render_graph.ts'
import { renderHtml } from './render_html.ts'
import { renderSubject } from './render_subject.ts'
import { renderText } from './render_text.ts'
import type { MailSettings } from './settings.ts'

const GRAPH_ID = 'last-24-hours@prophasis'

/**
 * Builds the whole mail. Only cleaned text and checked addresses reach a header.
 * @param now the Date header
 */
export function buildMessage(
  job: DeliveryJob<EmailOptions>,
  mail: MailSettings,
  now: Date
): SendMailOptions {
  const sender = parseMailbox(mail.from, 'from')
  const document = mailDocument(job.content, sender.name, now)
  return {
    from: sender,
    to: job.options.to,
    replyTo: mail.replyTo ? parseMailbox(mail.replyTo, 'replyTo') : undefined,
    envelope: { from: sender.address, to: job.options.to },
    subject: renderSubject(job.content),
    text: renderText(document),
    html: renderHtml(document, GRAPH_ID),
    attachments: document.graph && [graphAttachment(document.graph, job)],
    date: now,
    ...threadHeaders(job),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'List-Unsubscribe': { prepared: true, value: unsubscribe(job, mail) },
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** Later mails about one incident name the first one, so that mail programs show them together. */
function threadHeaders(job: DeliveryJob<EmailOptions>): SendMailOptions {
  const messageId = bracketed(job.messageId)
  if (job.isFirstInThread) return { messageId }
  return { messageId, inReplyTo: bracketed(job.threadId), references: [bracketed(job.threadId)] }
}

function graphAttachment(
  graph: NonNullable<ReturnType<typeof mailDocument>['graph']>,
  job: DeliveryJob<EmailOptions>
) {
  return {
    filename: 'last-24-hours.png',
    content: renderGraph(graph.window, graph.limits, job.content.state),
    contentType: 'image/png',
    contentDisposition: 'inline' as const,
    cid: GRAPH_ID,
  }
}

/** The mail goes to whoever reads the answers; the appliance itself reads no mail. */
function unsubscribe(job: DeliveryJob<EmailOptions>, mail: MailSettings): string {
  const [local, domain] = parseMailbox(mail.replyTo ?? mail.from, 'from').address.split('@')
  const subject = encodeURIComponent(`stop ${headerText(job.content.alertName, 80)}`)
  return `<mailto:${encodeURIComponent(local)}@${domain}?subject=${subject}>`
}

function bracketed(id: string): string {
  return `<${id.replace(/[\s<>]/g, '')}>`
}
