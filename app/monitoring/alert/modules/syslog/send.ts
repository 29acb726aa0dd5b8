import { hostname } from 'node:os'
import { oneLine } from '../clean_text.ts'
import { explainNetwork } from '../explain_network.ts'
import type { Delivery, DeliveryJob } from '../module.ts'
import { syslogMessage } from './message.ts'
import { shownAs, type SyslogOptions } from './options.ts'
import { sendDatagram } from './send_datagram.ts'
import { sendStream } from './send_stream.ts'

/** How long one attempt may take, and how much of that is left for the log server to say good-bye. */
export interface SyslogPatience {
  deadlineMs: number
  farewellMs: number
}

/** Hands one message to the log server, on a connection of its own. */
export async function sendToLog(
  job: DeliveryJob<SyslogOptions>,
  { deadlineMs, farewellMs }: SyslogPatience
): Promise<Delivery> {
  const { options } = job
  const where = `The log server at ${shownAs(options)}`
  const deadline = AbortSignal.timeout(deadlineMs)
  const message = syslogMessage(job, hostname())
  try {
    if (options.transport === 'udp') await sendDatagram(options, message, deadline)
    else await sendStream(options, message, deadline, farewellMs)
  } catch (error) {
    const passed = deadline.aborted ? deadlineMs : undefined
    const sentence = explainNetwork(error, { where, host: options.host }, passed)
    return { outcome: 'retry', error: sentence, detail: oneLine((error as Error).message, 500) }
  }
  const doubt = options.transport === 'udp' ? ' Over UDP nobody confirms that it arrived.' : ''
  return { outcome: 'sent', detail: `${where} was sent the message.${doubt}` }
}
