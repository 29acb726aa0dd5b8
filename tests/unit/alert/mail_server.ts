import type { AddressInfo, Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { MailSettings } from '../../../app/monitoring/alert/modules/email/settings.ts'
import { certificate } from './certificates.ts'

/** One mail as it arrived. */
export interface ReceivedMail {
  raw: string
  parsed: ParsedMail
  recipients: string[]
  secure: boolean
}

/** What a test may make the mail server do in place of taking the mail. */
export interface MailServerFaults {
  /** SMTP code for the end of DATA, by attempt: `[451]` refuses the first mail and takes the second. */
  dataCodes?: number[]
  /** SMTP code by recipient. */
  recipientCodes?: Record<string, number>
  /** Cuts the connection after the mail was read, before the answer. */
  dropsAfterData?: boolean
  /** Reads the mail and never answers. */
  neverAnswersData?: boolean
  /** Reads the mail and answers when this says so. */
  untilAnswer?: (mail: ReceivedMail) => Promise<void>
}

/** A real mail server on loopback that keeps what it was given. */
export class MailServer {
  readonly mails: ReceivedMail[] = []
  readonly settings: MailSettings
  readonly #server: SMTPServer
  readonly #sockets = new Set<Socket>()

  static async start(
    options: SMTPServerOptions = {},
    faults: MailServerFaults = {}
  ): Promise<MailServer> {
    const started = new MailServer(options, faults)
    await new Promise<void>((resolve) => started.#server.listen(0, '127.0.0.1', resolve))
    started.settings.port = (started.#server.server.address() as AddressInfo).port
    return started
  }

  private constructor(options: SMTPServerOptions, faults: MailServerFaults) {
    this.settings = {
      host: '127.0.0.1',
      port: 0,
      security: 'none',
      from: 'Larkfield Shop <box@example.test>',
    }
    this.#server = new SMTPServer({
      ...certificate('loopback'),
      authOptional: true,
      disableReverseLookup: true,
      closeTimeout: 100,
      onRcptTo: (address, _session, done) =>
        done(refusal(faults.recipientCodes?.[address.address])),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', async () => {
          const raw = Buffer.concat(chunks)
          const mail = {
            raw: raw.toString('latin1'),
            parsed: await simpleParser(raw),
            recipients: session.envelope.rcptTo.map((to) => to.address),
            secure: session.secure,
          }
          this.mails.push(mail)
          await faults.untilAnswer?.(mail)
          if (faults.dropsAfterData) this.#cutAll()
          else if (!faults.neverAnswersData) done(refusal(faults.dataCodes?.shift()))
        })
      },
      ...options,
    })
    this.#server.on('error', () => {})
    this.#server.server.on('connection', (socket: Socket) => this.#sockets.add(socket))
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #cutAll(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

/** @returns the names of all headers, in order */
export function headerNames(mail: ReceivedMail): string[] {
  const head = mail.raw.slice(0, mail.raw.indexOf('\r\n\r\n'))
  return head
    .split('\r\n')
    .filter((line) => !/^[ \t]/.test(line))
    .map((line) => line.slice(0, line.indexOf(':')))
}

/** @returns the tags of the HTML part, in order */
export function tags(mail: ReceivedMail): string[] {
  return String(mail.parsed.html).match(/<\/?[a-z]\w*/gi) ?? []
}

function refusal(responseCode: number | undefined): Error | undefined {
  return responseCode === undefined
    ? undefined
    : Object.assign(new Error('told by the test'), { responseCode })
}
