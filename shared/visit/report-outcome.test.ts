// Proves what a summary says of an early discharge, and of oxygen that was stamped at HELP.
import { describe, expect, it } from 'vitest'
import type { LogRecord } from '../record/record.ts'
import { at, attached, type Fact, infusion, records, vitals } from '../testing/given.ts'
import { baseline, DOCTOR, fact, openedVisit, oxygen } from '../testing/visit-facts.ts'
import { type SessionReport, sessionReport } from './report.ts'
import type { PageClock } from './report-line.ts'
import { summaryPage } from './report-page.ts'

const clock: PageClock = { clock: (ms) => `#${ms}`, date: (ms) => `day ${ms}`, zone: 'Test/Zone' }
const END_S = 621
const ended = (outcome: string): Fact =>
  fact(END_S, { kind: 'session.closed', openAlarms: [], outcome, reason: 'settled, escort here.' }, DOCTOR)
const reportOf = (...facts: Fact[]): SessionReport => {
  const all: readonly LogRecord[] = records([
    openedVisit(-700),
    attached(-700),
    baseline(-600, { systolic: 120, diastolic: 80, heartRate: 72, spo2: 97 }),
    infusion(-600, 'start', 52.5),
    infusion(0, 'stop', 0),
    ...facts,
  ])
  const report = sessionReport(all)
  if (report === undefined) throw new Error('no session')
  return report
}
const linesOf = (report: SessionReport, id: string): string[] =>
  summaryPage(report, clock)
    .sections.filter((one) => one.id === id)
    .flatMap(({ lines }) => lines.map(({ at: when, text }) => `${when} ${text}`.trim()))

describe('[SU47] discharged early', () => {
  const numbers = vitals(END_S, { heartRate: 72, spo2: 98 })
  it('says by whom, why, and what the list waited for at that moment', () => {
    const after = fact(END_S + 30, { kind: 'note', text: 'walks', atMs: at(END_S) })
    const report = reportOf(numbers, ended('dischargedEarly'), after)
    expect(report.closed?.notMet).toEqual([
      '60 min since the end (10 of 60)',
      'two readings',
      'MOAA/S',
      'dissociation at baseline',
      'Aldrete',
      'nausea controlled',
      'walk',
      'escort',
      'advice',
    ])
    expect(linesOf(report, 'discharge').slice(0, 2)).toEqual([
      'T+20:21 Discharged early by Dr Lindqvist: settled, escort here.',
      'Not met: 60 min since the end (10 of 60), two readings, MOAA/S, dissociation at baseline, Aldrete, nausea controlled, walk, escort, advice',
    ])
  })
  it('an alarm that stood open when it was recorded is among it', () => {
    const open = fact(100, {
      kind: 'alarm',
      alarmId: 'hrHigh@1',
      condition: 'hrHigh',
      transition: 'raised',
      level: 'veryHigh',
      priority: 'high',
      dueAtMs: at(100),
      breachAtMs: at(100),
      values: {},
      measuredAtMs: at(100),
    })
    const over = fact(END_S, {
      kind: 'alarm',
      alarmId: 'hrHigh@1',
      condition: 'hrHigh',
      transition: 'ended',
      endedBy: 'sessionClosed',
      level: 'veryHigh',
      priority: 'high',
      dueAtMs: at(END_S),
      breachAtMs: at(100),
      values: {},
      measuredAtMs: at(END_S),
    })
    const report = reportOf(open, numbers, ended('dischargedEarly'), over)
    expect(report.closed?.notMet).toContain('HR very high')
  })
  it('of another outcome nothing is said of the list', () => {
    for (const outcome of ['left', 'transferred', 'died', 'discharged'])
      expect(reportOf(numbers, ended(outcome)).closed).not.toHaveProperty('notMet')
  })
})

describe('[SU46] oxygen stamped at HELP', () => {
  it('stands among drugs and oxygen, in the order of time, by whom', () => {
    const report = reportOf(
      fact(-240, { kind: 'help' }),
      fact(-207, { kind: 'helpStamp', stamp: 'oxygen' }),
      fact(-200, { kind: 'helpStamp', stamp: 'airway' }),
      oxygen(10, 'roomAir'),
      ended('left'),
    )
    expect(report.acts.oxygenStamps).toMatchObject([{ atMs: at(-207) }])
    expect(linesOf(report, 'drugs')).toEqual([
      'T+06:33 oxygen, stamped at HELP · R. Osei',
      'T+10:10 room air · R. Osei',
    ])
  })
})

describe('[SU50] what became of the drug', () => {
  it('is said to be missing where something was given and nothing was recorded of it, and of no open session', () => {
    expect(linesOf(reportOf(ended('left')), 'discharge')).toContain('Drug account: NOT RECORDED')
    expect(linesOf(reportOf(), 'discharge').join()).not.toContain('Drug account')
  })
})
