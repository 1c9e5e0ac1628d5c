// Proves that words with a character nobody can see do not come in, by any command or form.
import { expect, test } from 'vitest'
import { zCommandBody } from './commands.ts'
import { zNewEscort, zNewOrder, zReason } from './http-visits.ts'
import { malformed } from './malformed.ts'

const UNSEEN = ['\u0000', '\u0007', '\u202e', '\u2066', '\u200b', '\u2028', '\ufeff', '\ud800']
const BODIES = [
  ['text', (text: string) => ({ type: 'note.add', sessionId: 's1', text })],
  ['note', (note: string) => ({ type: 'signOff.set', sessionId: 's1', item: 'walks', met: true, note })],
  ['reason', (reason: string) => ({ type: 'gate.ask', sessionId: 's1', reason })],
  ['dose', (dose: string) => ({ type: 'medication.give', sessionId: 's1', drug: 'ondansetron', dose })],
  [
    'change.text',
    (text: string) => ({ type: 'amend', sessionId: 's1', ofSeq: 3, change: { text }, reason: 'x' }),
  ],
  [
    'detail.text',
    (text: string) => ({
      type: 'checkIn.answer',
      sessionId: 's1',
      item: 'allergies',
      detail: { item: 'allergies', none: false, text },
    }),
  ],
] as const

test.each(BODIES)('[HV31] %s of a command holds what can be seen', (field, body) => {
  for (const unseen of UNSEEN) {
    const read = zCommandBody.safeParse(body(`4 mg${unseen} gnp`))
    expect(read.success ? undefined : malformed(read.error, 'The command'), escape(unseen)).toMatchObject({
      code: 'malformed',
      field,
    })
  }
  for (const seen of ['4 mg', 'æøå Ωκ 漢字', '👩‍⚕️ می‌خواهم', '½ × ≥ “so”'])
    expect(zCommandBody.safeParse(body(seen)).success, seen).toBe(true)
})

test('[HV31] line ends stand in sentences, and in nothing that is one line', () => {
  const takes = BODIES.filter(([, body]) => zCommandBody.safeParse(body('one\ntwo')).success)
  expect(takes.map(([field]) => field)).toEqual(['text', 'note', 'reason', 'change.text', 'detail.text'])
})

test('[HV31] so of what is sent by HTTP', () => {
  const order = { drug: 'ketamine', mgPerKg: 0.5, maxMg: 50, minutes: 40, limits: [], prn: [] }
  expect(zNewOrder.safeParse(order).success).toBe(true)
  for (const unseen of UNSEEN) {
    expect(zNewOrder.safeParse({ ...order, drug: `ketamine${unseen}x` }).success).toBe(false)
    expect(zNewOrder.safeParse({ ...order, note: `slow${unseen}x` }).success).toBe(false)
    expect(zReason.safeParse({ reason: `so${unseen}x` }).success).toBe(false)
    expect(zNewEscort.safeParse({ name: `A${unseen}B`, phone: '12345' }).success).toBe(false)
  }
})
