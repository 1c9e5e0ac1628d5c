// What stands over the board until it is answered, by role and text: who may answer what, and that it is no alarm.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { afterEach, describe, expect, test } from 'vitest'
import { board, endBoard } from '../../../testing/chair-board.tsx'
import { buttonsOf, regionOf, textOf } from '../../../testing/markup.ts'
import { HUB_AT_MS } from '../../../testing/scripted-wire.ts'

afterEach(endBoard)

const NURSE = { personId: 'p1', name: 'Nora Nurse', role: 'nurse' } as never
const PHYSICIAN = { personId: 'p2', name: 'Paul Physician', role: 'physician' } as never
const commandId = '0'.repeat(32)
const body = (one: object) => ({ by: NURSE, commandId, ...one }) as unknown as RecordBody
const ASKED = body({
  kind: 'reassignment',
  event: 'asked',
  fromCode: 'K-0417',
  toCode: 'K-052Q',
  reason: 'wristband',
})
const HELD = body({
  kind: 'holding',
  what: 'offOnPurpose',
  on: true,
  with: 'Nora Nurse',
  untilMs: HUB_AT_MS + 640_000,
})
const DIFFERENT = body({
  kind: 'samePatient',
  answer: 'different',
  offSinceMs: HUB_AT_MS,
  backAtMs: HUB_AT_MS + 130_000,
})
const asked = (html: string) => regionOf(html, 'To be answered')

describe('over the board', () => {
  test('[MV51] nothing stands there while nothing is asked and nothing holds', async () => {
    const { html } = await board()
    expect(html()).not.toContain('aria-label="To be answered"')
  })

  test('[MV51] another patient’s session: a physician who did not ask may answer, the nurse reads who will', async () => {
    const nurse = await (await board({ self: { actor: NURSE } })).after(ASKED)
    expect(textOf(asked(nurse))).toContain('but K-052Q?')
    expect(textOf(asked(nurse))).toContain('A physician confirms.')
    expect(buttonsOf(asked(nurse))).toEqual([])
    endBoard()
    const physician = await (await board({ self: { actor: PHYSICIAN } })).after(ASKED)
    expect(buttonsOf(asked(physician))).toEqual(['Refuse …', 'Confirm: it is K-052Q'])
  })

  test('[MV51] off on purpose says who is with the patient and how long it still holds', async () => {
    const html = await (await board({ self: { actor: NURSE } })).after(HELD)
    expect(textOf(asked(html))).toMatch(/Sensors off on purpose \d+:\d\d · Nora Nurse is with the patient/)
    expect(buttonsOf(asked(html))).toEqual(['Sensors are back on'])
  })

  test('[MV51] "another patient" says what to do until the session is ended; nothing there has an alarm’s colour', async () => {
    const html = asked(await (await board({ self: { actor: NURSE } })).after(DIFFERENT))
    expect(textOf(html)).toContain('end this session with its outcome, then open the other patient’s own')
    expect(buttonsOf(html)).toEqual(['End this session …'])
    expect(html).not.toMatch(/data-priority|data-flash/)
  })
})
