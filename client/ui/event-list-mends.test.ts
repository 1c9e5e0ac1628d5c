// What was put right or taken back, on the act's own line: beside its original, at its own time, and not before it was said.
import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import { timelineEntry } from '@chairside/shared/fold/timeline.ts'
import { at, type Fact, opened, records } from '@chairside/shared/testing/given.ts'
import { amended, did, pump, seq, undone } from '@chairside/shared/testing/visit-given.ts'
import { describe, expect, test } from 'vitest'
import type { EventLine } from './event-list.tsx'
import { asItStands, markWords } from './event-list-mends.ts'

const scale = { zone: 'UTC', startedAtMs: at(10) }

/** Of each line, oldest first: its second, its words, and what is said of it. @param headSeq the moment shown */
function listed(facts: readonly Fact[], headSeq?: number) {
  let state = emptySession
  let shown = state
  const lines: EventLine[] = []
  for (const record of records([opened(0), ...facts])) {
    const entry = timelineEntry(record, state)
    if (entry !== undefined) lines.push({ ...entry, seq: record.seq })
    state = foldSession(state, record)
    if (headSeq === undefined || record.seq <= headSeq) shown = state
  }
  return asItStands(lines, shown, headSeq).map(({ atMs, text, struck, marks = [] }) => [
    (atMs - at(0)) / 1_000,
    `${struck ? '~~' : ''}${text}`,
    ...marks.map((mark) => markWords(mark, scale).replace(/\d\d:\d\d:\d\d/, 'HH:MM:SS')),
  ])
}

const given = did(60, 'medication', { drug: 'ondansetron', dose: '4 mg IV', atMs: at(60) })

describe('each line as it stands', () => {
  test('[UI350] a corrected line says what stands, what it was, when, by whom and why', () => {
    expect(listed([given, amended(100, 2, { dose: '8 mg IV' })]).slice(1)).toEqual([
      [60, 'Given: ondansetron 8 mg IV · R. Osei', 'corrected HH:MM:SS by R. Osei, was 4 mg IV: a slip'],
      [100, 'Amended: “Given: ondansetron 4 mg IV”: 4 mg IV → 8 mg IV: a slip · R. Osei'],
    ])
    const note = did(60, 'note', { text: 'sleeps', atMs: at(60) })
    expect(listed([note, amended(90, 2, { text: 'sleepy' })])[1]).toEqual([
      60,
      'Note: sleepy · R. Osei',
      'corrected HH:MM:SS by R. Osei, was “sleeps”: a slip',
    ])
  })
  test('[UI350] a corrected time moves the line to where it belongs, and says when it was recorded', () => {
    const facts = [pump(10, 'start', 45), given, pump(200, 'stop'), amended(300, 4, { atMs: at(30) })]
    expect(listed(facts).slice(1)).toEqual([
      [10, 'Pump started at 45 mL/h · R. Osei'],
      [
        30,
        'Pump stopped (was 45 mL/h) · R. Osei · recorded 2:50 later',
        'corrected HH:MM:SS by R. Osei, was T+03:10: a slip',
      ],
      [60, 'Given: ondansetron 4 mg IV · R. Osei'],
      [300, expect.stringMatching(/^Amended: “Pump stopped”: 2:50 earlier/)],
    ])
  })
  test('[UI350] a rate that was put right, twice', () => {
    const facts = [
      pump(10, 'start', 45),
      pump(100, 'rate', 60),
      amended(110, 3, { rateMlPerHr: 50 }),
      amended(120, 3, { rateMlPerHr: 55 }),
    ]
    expect(listed(facts)[2]).toEqual([
      100,
      'Pump rate 55 mL/h · R. Osei',
      'corrected HH:MM:SS by R. Osei, was 60 mL/h: a slip',
      'corrected HH:MM:SS by R. Osei, was 50 mL/h: a slip',
    ])
  })
  test('[UI350] what was undone, or did not happen, is struck and says by whom; its own parts too', () => {
    const nausea = { effect: 'nausea', severity: 'mild' } as const
    const facts = [
      pump(10, 'start', 45),
      pump(20, 'pause'),
      undone(25, 3),
      did(30, 'sideEffect', { event: 'began', ...nausea, atMs: at(30) }),
      did(40, 'sideEffect', { event: 'ended', ofSeq: seq(5), atMs: at(40) }),
      amended(50, 5, {}, { void: true }),
    ]
    expect(listed(facts).slice(2)).toEqual([
      [20, '~~Pump paused (was 45 mL/h) · R. Osei', 'undone HH:MM:SS by R. Osei'],
      [25, 'Undone: Pump paused · R. Osei'],
      [30, '~~Nausea, mild · R. Osei', 'it did not happen, said HH:MM:SS by R. Osei: a slip'],
      [40, '~~Nausea ended after 0:10 · R. Osei', 'it did not happen, said HH:MM:SS by R. Osei: a slip'],
      [50, expect.stringMatching(/^Amended/)],
    ])
  })
  test('[UI350] looked at from before it was said, a line stands as it was recorded', () => {
    const facts = [given, amended(100, 2, { dose: '8 mg IV' })]
    expect(listed(facts, 2)[1]).toEqual([60, 'Given: ondansetron 4 mg IV · R. Osei'])
  })
})
