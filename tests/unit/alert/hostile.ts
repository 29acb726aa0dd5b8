import type { NotificationContent } from '../../../app/monitoring/alert/modules/module.ts'
import { diskProblem, diskSummary } from './shop.ts'

/** Words that an agent, a plugin or a person could send: each tries to leave the place it is put in. */
export const HOSTILE = [
  'x\r\nBcc: mallory@example.test',
  'x\nBcc: mallory@example.test\n\nNew body',
  'x\rBcc: mallory@example.test',
  'x\u2028Bcc: mallory@example.test\u2029\u0085\v\fSubject: other',
  'x\r\n.\r\nMAIL FROM:<mallory@example.test>',
  '=?utf-8?Q?x=0D=0ABcc:_mallory@example.test?=',
  '=?utf-8?B?eA0KQmNjOiBtYWxsb3J5QGV4YW1wbGUudGVzdA==?= =?utf-8?Q?=0A?=',
  'x\u0000\u0001\u001b[31m\u007f\u009b',
  'x\u202egnp.exe\u2066\u200f\u061c',
  'x\u{e0041}\u{e007f}\ufeff\u200b',
  '<script>alert(1)</script><img src="http://example.test/x">',
  '"><a href="javascript:alert(1)">\'--></style></td></table>',
  '&lt;b&gt; &#60;b&#62; &amp;',
  'anna@example.test, mallory@example.test; <mallory@example.test>',
  '\ud800 lone \udc00',
  'ü'.repeat(5000),
  '%0d%0aBcc:%20mallory@example.test',
  'x","state":"ok","to":["mallory@example.test"]} {"x":"',
  'x\\u0000\\"\\\\',
  'x] [evil@1 y="z"] <0>1 - - - - - -',
  'x</Say><Dial>+441632960999</Dial><Say>]]><!-- &lol; <?x ?>',
  'x&To=%2B441632960999&From=0#x;+y',
  'x\r\nX-Evil: 1\r\n\r\nGET / HTTP/1.1\r\n',
  'x 👩‍👩‍👧‍👦 🏳️‍🌈 🔥'.repeat(20),
  'x'.repeat(4096),
  'x\uffff\ufffe',
]

/** What nobody may find in anything that people read: control characters, and those that hide or turn text. */
export const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufffe\uffff\ud800-\udfff\u{e0000}-\u{e007f}]/u

/** The word in every place that somebody else may fill. */
export function everywhere(word: string): NotificationContent {
  const { measured } = diskProblem()
  if (!measured) throw new Error('the shop has a graph')
  return diskProblem({
    host: { id: 1, name: word, address: word },
    check: { id: 2, name: word },
    plugin: { identifier: word, name: word },
    service: { id: 3, name: word },
    services: [{ name: word, state: 'degraded' }],
    instance: word,
    title: word,
    headlineNumber: word,
    what: word,
    effect: word,
    why: word,
    firstStep: word,
    whenToCall: word,
    reason: `${word} again`,
    measured: {
      ...measured,
      label: word,
      unit: word,
      limits: measured.limits.map((limit) => ({ ...limit, label: word })),
    },
    alsoTold: [word],
    alertName: word,
  })
}

/** The same in a summary. */
export function everywhereInSummary(word: string): NotificationContent {
  const { cameAndWent = [] } = diskSummary()
  return diskSummary({
    cameAndWent: cameAndWent.map((item) => ({
      ...item,
      host: { id: 1, name: word },
      service: { id: 3, name: word },
      check: { id: 2, name: word },
      plugin: { identifier: word, name: word },
      instance: word,
      title: word,
    })),
    alertName: word,
  })
}
