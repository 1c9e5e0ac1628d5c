// Proves what stands at the chair of what is due, kept, just recorded, and how a line of paper becomes an act.
import { emptySession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { NO_VISIT } from '@chairside/shared/fold/visit-state.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import { describe, expect, test } from 'vitest'
import type { Draft } from '../../../session/drafts.ts'
import type { SentCommand } from '../../../session/hub/commands.ts'
import { formOfDraft } from './forms.ts'
import { justRecorded } from './just-recorded.ts'
import { isBlank, isPaperRow, type PaperRow, paperRow, readPaper } from './paper-rows.ts'
import { dueWords, opensOf, waitingOf, waitingWords } from './waiting.ts'

const MIN = 60_000
const sessionId = 's1' as SessionId
const START = 1_764_000_000_000
const state = (more: object = {}, visit: object = {}): SessionState =>
  ({
    ...emptySession,
    opened: { sessionId, hubAtMs: START - 30 * MIN, zone: 'UTC' },
    phase: 'infusing',
    infusion: { ...emptySession.infusion, phase: 'infusing', startedAtMs: START },
    ...more,
    visit: { ...NO_VISIT, ...visit },
  }) as unknown as SessionState
const draft = (form: string, fields: object = {}, of = 's1'): Draft => ({
  sessionId: of,
  form,
  title: 'Drug',
  fields: fields as Draft['fields'],
  typedAtMs: START,
})

describe('what waits', () => {
  test('[UI374] a tap on the only one that is due opens what answers it; several, or something typed, open the list', () => {
    const due = (more: object = {}, drafts: Draft[] = []) =>
      opensOf(waitingOf(state({}, more), drafts, START + 11 * MIN))
    expect(due()).toEqual({ is: 'scale', scale: 'moaas' })
    expect(opensOf(waitingOf(state(), [], START + 8 * MIN))).toBe('due')
    expect(due({}, [draft('medication.give')])).toBe('due')
    const given = [{ seq: 9, drug: 'labetalol', atMs: START + 2 * MIN, by: 'R. Osei', recordedAtMs: START }]
    expect(due({ given })).toBe('due')
    const effect = { seq: 5, effect: 'nausea', severity: 'mild', onsetAtMs: START, course: [] }
    expect(due({ sideEffects: [effect] })).toBe('due')
  })
  test('[UI250] the next observation is named before it is due, and counts up once it is', () => {
    const early = waitingOf(state(), [], START + 8 * MIN)
    expect(waitingWords(early, START + 8 * MIN)).toBe('MOAA/S · T+10: in 2:00')
    expect(waitingWords(waitingOf(state(), [], START + 11 * MIN), START + 11 * MIN)).toBe(
      'MOAA/S · T+10: due 1:00 ago',
    )
    const late = waitingOf(state(), [], START + 16 * MIN)
    expect(late.due.some((one) => one.overdue)).toBe(true)
    expect(waitingWords(late, START + 16 * MIN)).toBe('MOAA/S · T+10: overdue 6:00')
  })
  test('[UI250] after labetalol the pressure is to be looked at again, by the cuff or by hand; after midazolam the patient', () => {
    const given = [{ seq: 9, drug: 'labetalol', atMs: START + MIN, by: 'R. Osei' }]
    const { due } = waitingOf(state({}, { given }), [], START + 6 * MIN + 30_000)
    const recheck = due.find(({ scale }) => scale === 'recheck')
    expect(recheck).toMatchObject({ due: true, answers: { is: 'byHand' } })
    expect(recheck && dueWords(recheck, START + 6 * MIN + 30_000)).toBe('due 0:30 ago')
    const sedated = waitingOf(state({}, { given: [{ ...given[0], drug: 'midazolam' }] }), [], START + 6 * MIN)
    expect(sedated.due.find(({ scale }) => scale === 'recheck')).toMatchObject({
      answers: { is: 'scale', scale: 'moaas' },
    })
  })
  test('[UI240] what was typed stands first, of this session only', () => {
    const drafts = [draft('medication.give'), draft('note.add', {}, 's2'), draft('infusion.rate')]
    const waiting = waitingOf(state(), drafts, START + 8 * MIN)
    expect(waiting.drafts.map(({ form }) => form)).toEqual(['medication.give'])
    expect(waitingWords(waiting, START + 8 * MIN)).toBe('Not recorded: Drug · MOAA/S · T+10: in 2:00')
  })
  test.each([
    ['sideEffect.begin', { effect: 'nausea' }, { is: 'effect', effect: 'nausea' }],
    ['assessment.record cadss', {}, { is: 'scale', scale: 'cadss' }],
    ['amend 41', {}, { is: 'amend', ofSeq: 41 }],
    ['paper', {}, { is: 'paper' }],
    ['session.end', {}, { is: 'end' }],
    ['sideEffect.begin', { effect: 'sneezing' }, undefined],
    ['call-help', {}, undefined],
  ])('[UI240] %s opens its own form again', (form, fields, expected) => {
    expect(formOfDraft(draft(form, fields))).toEqual(expected)
  })
})

describe('what was just recorded', () => {
  const sent = (body: object, seq: number, pressedAtHubMs: number): SentCommand =>
    ({
      commandId: String(seq),
      body: { sessionId, ...body },
      pressedAtHubMs,
      state: { is: 'recorded', seq },
    }) as never
  const nausea = { type: 'sideEffect.begin', effect: 'nausea', severity: 'mild' }
  test('[UI251] it may be taken back for 10 s, and says what it was', () => {
    expect(justRecorded([sent(nausea, 7, START)], state(), START + 3_000)).toEqual({
      seq: 7,
      words: 'Nausea, mild',
      leftMs: 7_000,
    })
    expect(justRecorded([sent(nausea, 7, START)], state(), START + 10_000)).toBeUndefined()
  })
  test('[UI251] what was taken back, refused, not sent, or is another session’s is not offered', () => {
    const undone = sent({ type: 'undo', ofSeq: 7 }, 8, START + 2_000)
    expect(justRecorded([undone, sent(nausea, 7, START)], state(), START + 3_000)).toBeUndefined()
    const refused = { ...sent(nausea, 7, START), state: { is: 'notSent', why: '' } } as SentCommand
    expect(justRecorded([refused], state(), START + 1_000)).toBeUndefined()
    const other = sent({ ...nausea, sessionId: 's2' }, 7, START)
    expect(justRecorded([other], state(), START + 1_000)).toBeUndefined()
  })
  test('[UI251] the end of a side effect names it', () => {
    const sideEffects = [{ seq: 4, effect: 'blurredVision', severity: 'mild', course: [] }]
    const ended = sent({ type: 'sideEffect.end', ofSeq: 4 }, 9, START)
    expect(justRecorded([ended], state({}, { sideEffects }), START)?.words).toBe('Blurred vision ended')
  })
})

describe('a line of paper', () => {
  const now = { nowMs: START + 20 * MIN, openedAtMs: START - 30 * MIN, zone: 'UTC' }
  // START is 16:00 UTC.
  const row = (kind: PaperRow['kind'], more: Partial<PaperRow>): PaperRow => ({
    ...paperRow(1, kind),
    time: '16:10',
    ...more,
  })
  const base = { sessionId, atMs: START + 10 * MIN, fromPaper: true }
  test.each([
    [
      row('values', { a: '132', b: '80', d: '97' }),
      { type: 'manual.enter', values: { systolic: 132, diastolic: 80, spo2: 97 } },
    ],
    [
      row('effect', { a: 'nausea', b: 'mild' }),
      { type: 'sideEffect.begin', effect: 'nausea', severity: 'mild' },
    ],
    [
      row('drug', { a: 'other', b: '1 g', c: 'paracetamol' }),
      { type: 'medication.give', drug: 'other', dose: '1 g', note: 'paracetamol' },
    ],
    [
      row('oxygen', { a: 'nasalCannula', b: '2,5' }),
      { type: 'oxygen.set', device: 'nasalCannula', litresPerMin: 2.5 },
    ],
    [row('oxygen', { a: 'roomAir', b: '2' }), { type: 'oxygen.set', device: 'roomAir' }],
    [row('moaas', { a: '4' }), { type: 'assessment.record', scale: 'moaas', value: 4 }],
    [row('note', { a: ' asleep ' }), { type: 'note.add', text: 'asleep' }],
    [row('rate', { a: '60' }), { type: 'infusion.rate', rateMlPerHr: 60 }],
    [row('stop', {}), { type: 'infusion.stop' }],
  ])('[UI258] %# is transcribed with its own time and marked as from paper', (line, expected) => {
    expect(readPaper(line, sessionId, now)).toEqual({ ok: true, body: { ...base, ...expected } })
  })
  test.each([
    [row('values', {}), 'missing'],
    [row('drug', { a: 'ondansetron' }), 'missing'],
    [row('drug', { a: 'other', b: '1 g' }), 'missing'],
    [row('rate', { a: '0' }), 'missing'],
    [row('note', { a: 'x', time: '' }), 'When was it'],
    [row('note', { a: 'x', time: '16:50' }), 'not yet'],
    [row('note', { a: 'x', time: '15:10' }), 'before this session'],
  ])('[UI258] %# is not sent: it says what is wrong', (line, words) => {
    expect(readPaper(line, sessionId, now)).toMatchObject({ ok: false, why: expect.stringContaining(words) })
  })
  test('[UI258] empty lines and damaged ones are none', () => {
    expect(isBlank(paperRow(1))).toBe(true)
    expect(isBlank(row('stop', {}))).toBe(false)
    expect(isPaperRow(paperRow(3, 'drug'))).toBe(true)
    expect([null, 4, {}, { ...paperRow(1), kind: 'x' }].some(isPaperRow)).toBe(false)
  })
})
