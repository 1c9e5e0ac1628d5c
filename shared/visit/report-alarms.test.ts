// Proves what a summary says of alarms that rose, of calls that reached nobody, and of observations that nobody made.
import { describe, expect, it } from 'vitest'
import type { RecordBody } from '../record/record.ts'
import { at, closed, cuff, type Fact, infusion, opened, records } from '../testing/given.ts'
import { assessed, drug, fact, openedVisit, phase } from '../testing/visit-facts.ts'
import { RELIEF } from '../testing/whole-visit.ts'
import { sessionReport } from './report.ts'
import { chartOf } from './report-chart.ts'
import type { PageClock } from './report-line.ts'
import { summaryPage, timesOf } from './report-page.ts'

const clock: PageClock = { clock: (ms) => `#${ms}`, date: (ms) => `day ${ms}`, zone: 'Test/Zone' }
const pageOf = (...facts: Fact[]) => {
  const report = sessionReport(records(facts.toSorted((a, b) => a.atMs - b.atMs)))
  if (report === undefined) throw new Error('no session')
  const { sections } = summaryPage(report, clock)
  const linesOf = (id: string): string[] =>
    sections
      .filter((section) => section.id === id)
      .flatMap(({ lines }) => lines.map(({ at, text }) => `${at} ${text}`.trim()))
  return { report, linesOf }
}

const spo2 = (seconds: number, transition: string, level: string, value: number, limit: number): Fact => ({
  atMs: at(seconds),
  body: {
    kind: 'alarm',
    alarmId: 'spo2Low@1',
    condition: 'spo2Low',
    ...{ transition, level, priority: level === 'low' ? 'medium' : 'high' },
    ...{ dueAtMs: at(seconds), breachAtMs: at(seconds), measuredAtMs: at(seconds) },
    values: { spo2: value },
    limit: { quantity: 'spo2', op: '<', value: limit },
    ...(transition === 'ended' ? { endedBy: 'measurement' } : {}),
  } as unknown as RecordBody,
})
const ROSE = [
  opened(0),
  infusion(60, 'start', 50),
  spo2(199, 'raised', 'low', 89, 90),
  spo2(269, 'rose', 'veryLow', 84, 85),
  spo2(426, 'ended', 'veryLow', 96, 85),
]
const escalated = (seconds: number, step: string): Fact =>
  fact(seconds, {
    kind: 'escalation',
    ...{ alarmId: 'spo2Low@1', condition: 'spo2Low', level: 'veryLow', priority: 'high', step },
    dueAtMs: at(seconds),
  })
const delivered = (seconds: number, step: string, more: object): Fact =>
  fact(seconds, { kind: 'delivery', alarmId: 'spo2Low@1', step, role: step, ...more })
const ack = (seconds: number): Fact =>
  fact(seconds, { kind: 'acknowledgement', alarmId: 'spo2Low@1', level: 'low', values: {} })

describe('an alarm that rose', () => {
  it('[SU13] is told level by level and counts at each priority that it had', () => {
    const { report, linesOf } = pageOf(...ROSE, ack(210), closed(900))
    const [counts, inVain, line] = linesOf('alarms')
    expect(counts).toBe('Raised, each rise counted: patient !!! 1 · !! 1 · ! 0; technical !!! 0 · !! 0 · ! 0')
    expect(inVain).toBe('Nobody answered while it went on: !!! SpO₂ very low 84 % (< 85) T+03:29')
    expect(line).toBe(
      'T+02:19 !! SpO₂ low 89 % (< 90) for 1:10, acknowledged after 0:11 by R. Osei; then !!! very low 84 % (< 85) for 2:37, no answer',
    )
    expect(report.alarms[0]?.steps.map(({ fromMs, toMs }) => (toMs ?? 0) - fromMs)).toEqual([70_000, 157_000])
  })

  it('[SU14] where the trend has no room for each mark the highest stands', () => {
    // An hour and a half: the two levels are a few points apart.
    const { report } = pageOf(...ROSE, closed(5_400))
    const { marks } = chartOf(report, timesOf(report, clock), 540, 196)
    const said = marks.flatMap((one) => (one.is === 'words' && /^!+$/.test(one.text) ? [one.text] : []))
    expect(said).toEqual(['!!!'])
  })

  it('[SU13] where there was none it says so, and what nobody answered stands in the order in which it was', () => {
    expect(pageOf(opened(0), infusion(60, 'start', 50), closed(90)).linesOf('alarms')).toEqual([
      'No alarm was raised',
    ])
    const help = (seconds: number, transition: string): Fact => ({
      atMs: at(seconds),
      body: {
        ...{ kind: 'alarm', alarmId: 'help@1', condition: 'help', level: 'help', priority: 'high' },
        ...{
          transition,
          dueAtMs: at(seconds),
          breachAtMs: at(seconds),
          measuredAtMs: at(seconds),
          values: {},
        },
        ...(transition === 'ended' ? { endedBy: 'clinician' } : {}),
      } as unknown as RecordBody,
    })
    const call = fact(240, {
      kind: 'escalation',
      ...{ alarmId: 'help@1', condition: 'help', level: 'help', priority: 'high', step: 'physician' },
      dueAtMs: at(240),
    })
    const none = fact(240, {
      kind: 'delivery',
      ...{ alarmId: 'help@1', step: 'physician', role: 'physician', event: 'nobody' },
    })
    const { linesOf } = pageOf(...ROSE, help(240, 'raised'), call, none, help(300, 'ended'), closed(900))
    expect(linesOf('alarms')[1]).toBe(
      'Nobody answered while it went on: !!! HELP T+03:00; !!! SpO₂ very low 84 % (< 85) T+03:29',
    )
    expect(linesOf('alarms').at(-1)).toBe(
      'T+03:00 !!! HELP for 1:00, no answer, no physician to tell at once',
    )
  })

  it('[SU13] who said what and when, in that order; what was said when it was over helped nobody', () => {
    const coming = fact(275, { kind: 'coming', alarmId: 'spo2Low@1', level: 'veryLow', untilMs: at(335) })
    const { linesOf } = pageOf(...ROSE, coming, ack(290), closed(900))
    expect(linesOf('alarms').join('\n')).toContain(
      'for 2:37, R. Osei said “Coming” after 0:06, acknowledged after 0:21 by R. Osei',
    )
    const late = pageOf(...ROSE, ack(500), closed(900))
      .linesOf('alarms')
      .join('\n')
    expect(late).toContain('for 2:37, acknowledged after 3:51 by R. Osei, when it was over')
    expect(late).toContain('Nobody answered while it went on: !!! SpO₂ very low')
  })

  it('[SU45] a call that nobody answered says who was called when, and who could not be told', () => {
    const calls = [
      escalated(329, 'physician'),
      delivered(329, 'physician', { event: 'shown', personName: 'Dr Lindqvist' }),
      escalated(389, 'backup'),
      delivered(389, 'backup', { event: 'nobody' }),
    ]
    const { linesOf } = pageOf(...ROSE, ...calls, closed(900))
    expect(linesOf('alarms').at(-1)).toContain(
      'then !!! very low 84 % (< 85) for 2:37, no answer, physician (Dr Lindqvist) called after 1:00, no backup to tell after 2:00',
    )
    // Of what somebody answered only who could not be told is news.
    const answered = pageOf(...ROSE, ...calls, ack(400), closed(900))
      .linesOf('alarms')
      .at(-1)
    expect(answered).toContain('no backup to tell after 2:00, acknowledged after 2:11 by R. Osei')
    expect(answered).not.toContain('Dr Lindqvist')
  })

  const lapsed = (seconds: number, ofSeq: number, cause = 'stillTrue'): Fact =>
    fact(seconds, { kind: 'silenceEnded', what: 'acknowledgement', ofSeq, cause, dueAtMs: at(seconds) })

  it('[SU48] every answer to a level is told in order: when one lapsed, who was called then, who answered next', () => {
    const calls = [
      escalated(390, 'physician'),
      delivered(390, 'physician', { event: 'shown', personName: 'Dr Lindqvist' }),
    ]
    // The sixth and the ninth record: the acknowledgements.
    const again = fact(
      398,
      { kind: 'acknowledgement', alarmId: 'spo2Low@1', level: 'veryLow', values: {} },
      RELIEF,
    )
    const story = [...ROSE, ack(275), lapsed(330, 5), ...calls, again]
    expect(
      pageOf(...story, closed(900))
        .linesOf('alarms')
        .at(-1),
    ).toContain(
      'then !!! very low 84 % (< 85) for 2:37, acknowledged after 0:06 by R. Osei, lapsed T+04:30; physician (Dr Lindqvist) called T+05:30; acknowledged T+05:38 by A. Berg',
    )
    const alone = pageOf(...ROSE, ack(275), lapsed(330, 5), closed(900))
      .linesOf('alarms')
      .at(-1)
    expect(alone).toContain('acknowledged after 0:06 by R. Osei, lapsed T+04:30; not answered again')
    const undone = fact(276, { kind: 'undone', ofSeq: 5 })
    expect(
      pageOf(...ROSE, ack(275), undone, closed(900))
        .linesOf('alarms')
        .at(-1),
    ).toContain('2:37, no answer')
  })

  it('[SU48] a call of the second round is told though the first round called the same, answered in time', () => {
    const first = [
      escalated(329, 'physician'),
      delivered(329, 'physician', { event: 'shown', personName: 'Dr Lindqvist' }),
    ]
    const second = [
      escalated(400, 'physician'),
      delivered(400, 'physician', { event: 'sent', personName: 'Dr Holm' }),
    ]
    const line = pageOf(...ROSE, ...first, ack(340), lapsed(360, 7, 'handedOver'), ...second, closed(900))
      .linesOf('alarms')
      .at(-1)
    expect(line).toContain(
      'acknowledged after 1:11 by R. Osei, lapsed T+05:00 (handed over); physician (Dr Holm) called T+05:40; not answered again',
    )
    expect(line).not.toContain('Lindqvist')
  })

  it('[SU49] of more than three answers the first and the last are told, and how many there were between', () => {
    const answers = [280, 300, 320, 340, 360].flatMap((seconds, index) => [
      ack(seconds),
      lapsed(seconds + 10, 5 + 2 * index),
    ])
    expect(
      pageOf(...ROSE, ...answers, closed(900))
        .linesOf('alarms')
        .at(-1),
    ).toContain(
      'acknowledged after 0:11 by R. Osei, lapsed T+03:50; 3 more answers; acknowledged T+05:00 by R. Osei, lapsed T+05:10; not answered again',
    )
  })

  it('[SU4] one that was open at the end stands among the open ones at the level where it was left', () => {
    const end = { ...spo2(900, 'ended', 'veryLow', 84, 85).body, endedBy: 'sessionClosed' } as RecordBody
    const close = fact(900, { kind: 'session.closed', openAlarms: ['spo2Low@1'], outcome: 'transferred' })
    const { linesOf } = pageOf(...ROSE.slice(0, -1), close, { atMs: at(900), body: end })
    expect(linesOf('discharge').join('\n')).toContain('Open alarms: !!! SpO₂ very low 84 % (< 85)')
    expect(linesOf('alarms').at(-1)).toContain('OPEN at the end')
  })
})

describe('what was due and never recorded', () => {
  const T = (minutes: number): number => 600 + minutes * 60
  const visit = [openedVisit(0), phase(300, 'baseline'), infusion(T(0), 'start', 50)]
  const missed = (...facts: Fact[]): string[] =>
    pageOf(...visit, ...facts).report.missed.map(({ name }) => name)

  it('[SU44] MOAA/S by its schedule: each point until the next one takes its place', () => {
    expect(missed(closed(T(4)))).toEqual(['baseline'])
    expect(missed(assessed(400, 'moaas', 5), closed(T(4)))).toEqual([])
    const before = assessed(400, 'moaas', 5)
    // Overdue from five minutes after it was due on.
    expect(missed(before, closed(T(14)))).toEqual([])
    expect(missed(before, closed(T(15)))).toEqual(['T+10'])
    expect(missed(before, assessed(T(5), 'moaas', 4), closed(T(15)))).toEqual([])
    expect(missed(before, assessed(T(19), 'moaas'), closed(T(24)))).toEqual([])
    expect(missed(before, assessed(T(20), 'moaas', 4), closed(T(24)))).toEqual(['T+10'])
  })

  it('[SU44] from the end on every quarter of an hour until who is there is awake', () => {
    const seen = [400, T(10), T(20), T(30), T(36)].map((seconds) => assessed(seconds, 'moaas', 4))
    const stop = infusion(T(40), 'stop', 0)
    expect(missed(...seen, stop, closed(T(75)))).toEqual(['15 min after the end', '30 min after the end'])
    expect(missed(...seen, stop, assessed(T(44), 'moaas', 5), closed(T(75)))).toEqual([])
  })

  it('[SU44] after a pressure drug its rechecks; the page says all of it in one line, and of a recording nothing', () => {
    const seen = assessed(400, 'moaas', 5)
    const given = drug(T(1), 'labetalol')
    expect(missed(seen, given, cuff(T(8), 150, 90), closed(T(14)))).toEqual([])
    expect(missed(seen, given, cuff(T(12), 150, 90), closed(T(14)))).toEqual(['5 min after labetalol'])
    const { linesOf } = pageOf(...visit, given, closed(T(14)))
    expect(linesOf('observations')[0]).toBe('Due and NOT RECORDED: MOAA/S baseline; BP 5 min after labetalol')
    const recorded = fact(10, {
      kind: 'device.attached',
      ...{ deviceId: 'd-1', deviceName: 'Replay', deviceKind: 'recorded', epoch: 'e1', signals: [] },
    })
    expect(missed(recorded, closed(T(30)))).toEqual([])
  })
})
