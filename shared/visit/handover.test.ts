// The hand-over writes itself: whatever the next nurse must know stands in a line, in words and T+.
import { describe, expect, test } from 'vitest'
import type { SessionState } from '../fold/session-state.ts'
import type { RecordBody } from '../record/record.ts'
import { acknowledged, at, closed, cuff, type Fact, infusion, quarantine } from '../testing/given.ts'
import {
  after,
  alarm,
  assessed,
  baseline,
  checkedIn,
  DOCTOR,
  dose,
  drug,
  effect,
  fact,
  gate,
  openedVisit,
  oxygen,
  phase,
  plan,
  signedOff,
} from '../testing/visit-facts.ts'
import { handoverLines } from './handover.ts'

const NOW_S = 1_200
const before: Fact[] = [
  openedVisit(-1_200),
  plan(-1_190),
  phase(-1_190, 'checkIn'),
  ...checkedIn(-1_100),
  dose(-1_000),
  phase(-900, 'baseline'),
]
const started: Fact[] = [
  ...before,
  baseline(0, { systolic: 145, diastolic: 85, heartRate: 72, spo2: 97, unsteady: true }),
  {
    ...infusion(0, 'start', 52.5),
    body: {
      ...infusion(0, 'start', 52.5).body,
      plan: { drug: 'ketamine', doseMg: 35, volumeMl: 35, minutes: 40 },
    } as RecordBody,
  },
]
const of = (state: SessionState, nowS = NOW_S) => handoverLines(state, at(nowS))
const lines = (...facts: (Fact | Fact[])[]): string[] => of(after(started, ...facts))

describe('[VI34] alarms', () => {
  const high = alarm(300, 'hrHigh', 'veryHigh', 'high')
  const seen = alarm(360, 'bpHigh', 'high', 'medium')
  test('come first, the worst first, with who has them', () => {
    const told = lines(
      high,
      seen,
      alarm(100, 'batteryLow', 'low', 'low'),
      acknowledged(400, `bpHigh@${at(360)}`, 'high'),
    )
    expect(told.slice(0, 4)).toEqual([
      'Patient K-0417',
      '!!! HR very high since T+05:00 · NOT acknowledged',
      '!! BP high since T+06:00 · acknowledged by R. Osei T+06:40',
      expect.stringContaining('since T+01:40 · NOT acknowledged'),
    ])
  })
  test('a HIGH that is over and nobody acknowledged', () => {
    const ended = {
      ...high.body,
      transition: 'ended',
      endedBy: 'value',
      dueAtMs: at(420),
    } as unknown as RecordBody
    expect(lines(high, { atMs: at(420), body: ended })[1]).toBe(
      'Over T+07:00, NOT acknowledged: from T+05:00 !!! HR very high for 2:00, no answer',
    )
  })
  const step = (seconds: number, one: Fact, more: object): Fact => ({
    atMs: at(seconds),
    body: { ...one.body, dueAtMs: at(seconds), ...more } as unknown as RecordBody,
  })
  test('those that are over, level by level, each with how long and who acknowledged it', () => {
    const bp = alarm(300, 'bpHigh', 'high', 'medium')
    const story = [
      bp,
      step(330, bp, { transition: 'rose', level: 'veryHigh', priority: 'high' }),
      acknowledged(360, `bpHigh@${at(300)}`, 'veryHigh'),
      step(400, bp, { transition: 'fell' }),
      step(500, bp, { transition: 'ended' }),
      alarm(600, 'batteryLow', 'low', 'low'),
      step(610, alarm(600, 'batteryLow', 'low', 'low'), { transition: 'ended' }),
    ]
    const levels = (high: string) =>
      `T+05:00: !! BP high for 0:30, no answer; then !!! very high for 1:10, ${high}; then down to !! high for 1:40`
    expect(lines(story).filter((line) => line.startsWith('Was'))).toEqual([
      `Was, from ${levels('acknowledged after 0:30 by R. Osei')}`,
    ])
    const undone = fact(365, { kind: 'undone', ofSeq: started.length + 3 })
    expect(lines(story, undone)).toContain(
      `Over T+08:20, NOT acknowledged: from ${levels('no answer').replace('T+05:00:', 'T+05:00')}`,
    )
  })
  test('one that rose says each level with its own value, length and answer, also while it goes on', () => {
    const low = alarm(139, 'spo2Low', 'low', 'medium')
    const limit = (value: number) => ({ quantity: 'spo2', op: '<', value })
    const spo2 = (seconds: number, transition: string, level: string, value: number, below: number) =>
      step(seconds, low, {
        ...{ transition, level, priority: level === 'low' ? 'medium' : 'high' },
        ...{ values: { spo2: value }, limit: limit(below) },
      })
    const story = [
      spo2(139, 'raised', 'low', 89, 90),
      acknowledged(161, `spo2Low@${at(139)}`, 'low'),
      spo2(209, 'rose', 'veryLow', 84, 85),
    ]
    const before =
      'before, from T+02:19: !! SpO₂ low 89 % (< 90) for 1:10, acknowledged after 0:22 by R. Osei'
    expect(lines(story)[1]).toBe(`!!! SpO₂ very low 84 % (< 85) since T+03:29 · NOT acknowledged · ${before}`)
    const over = step(366, low, { transition: 'ended', endedBy: 'measurement' })
    expect(lines(story, over)[1]).toBe(
      'Over T+06:06, NOT acknowledged: from T+02:19 !! SpO₂ low 89 % (< 90) for 1:10, acknowledged after 0:22 by R. Osei; then !!! very low 84 % (< 85) for 2:37, no answer',
    )
  })
  test('[MV60] one that was acknowledged and is not any more says whose acknowledgement ended when', () => {
    const seen = after(started, high, acknowledged(327, `hrHigh@${at(300)}`, 'veryHigh'))
    const ofSeq = seen.head
    const alarmId = `hrHigh@${at(300)}`
    const ended = (cause: string): Fact =>
      fact(447, { kind: 'silenceEnded', what: 'acknowledgement', alarmId, ofSeq, cause, dueAtMs: at(447) })
    const told = (...facts: Fact[]): string[] =>
      lines(high, acknowledged(327, `hrHigh@${at(300)}`, 'veryHigh'), ...facts)
    expect(told()[1]).toBe('!!! HR very high since T+05:00 · acknowledged by R. Osei T+05:27')
    expect(told(ended('stillTrue'))[1]).toBe(
      "!!! HR very high since T+05:00 · NOT acknowledged now (R. Osei's ended at T+07:27)",
    )
    // What was taken back was none, and one of a lesser level says nothing of this one.
    expect(told(fact(330, { kind: 'undone', ofSeq }))[1]).toMatch(/NOT acknowledged$/)
    const fell = step(460, high, { transition: 'fell', level: 'high', priority: 'medium' })
    expect(told(ended('stillTrue'), fell)[1]).toContain("NOT acknowledged now (R. Osei's ended at T+07:27)")
    const over = step(480, high, { transition: 'ended', endedBy: 'measurement' })
    expect(told(ended('stillTrue'), over).join('\n')).toContain(
      'acknowledged after 0:27 by R. Osei, lapsed T+07:27; not answered again',
    )
  })
  test('[MV61] HELP stands with its stamps, and what came of it', () => {
    const called = alarm(365, 'help', 'help', 'high')
    const alarmId = `help@${at(365)}`
    const story = [
      fact(365, { kind: 'help' }),
      called,
      fact(393, { kind: 'helpStamp', stamp: 'oxygen' }),
      fact(400, { kind: 'helpStamp', stamp: 'drug' }),
      fact(410, { kind: 'helpStamp', stamp: 'oxygen' }),
    ]
    const line = (...facts: Fact[]): string =>
      lines(story, ...facts).find((one) => one.includes('HELP')) ?? ''
    expect(line()).toBe(
      '!!! HELP since T+06:05 · NOT acknowledged · stamps: oxygen T+06:33 (2 times), drug T+06:40',
    )
    const resolved = fact(422, { kind: 'resolved', alarmId, outcome: 'anxious, calmed, no harm' })
    const over = step(422, called, { transition: 'ended', endedBy: 'clinician' })
    expect(line(resolved, over)).toBe(
      'Was, from T+06:05: !!! HELP for 0:57, no answer · stamps: oxygen T+06:33 (2 times), drug T+06:40 · over T+07:02 by R. Osei: anxious, calmed, no harm',
    )
  })
  test('one that went up and down all day is bounded, and says how many levels are not told', () => {
    const bp = alarm(0, 'bpHigh', 'high', 'medium')
    const story = Array.from({ length: 40 }, (_, index) =>
      index === 0
        ? bp
        : step(index * 10, bp, {
            transition: index % 2 === 0 ? 'fell' : 'rose',
            ...(index % 2 === 0 ? {} : { level: 'veryHigh', priority: 'high' }),
          }),
    )
    const [kept] = after(started, story).pastAlarms ?? []
    expect(kept?.levels).toHaveLength(12)
    const [, active = ''] = lines(story)
    expect(active).toMatch(/^!!! BP very high since T\+06:30/)
    expect(active).toContain('before, from T+00:00: !! BP high for 0:10, no answer; then 28 more levels; ')
  })
  test('alarms that are not judged', () => {
    expect(lines(quarantine(500, true))[1]).toBe('Alarms are NOT judged here')
  })
  test('what is silenced or held', () => {
    const told = lines(
      fact(1_150, { kind: 'audioPaused', untilMs: at(1_270), alarmIds: [] }),
      fact(1_100, { kind: 'audioOff', on: true, reason: 'MRI next door' }, DOCTOR),
      fact(1_000, { kind: 'holding', what: 'offOnPurpose', on: true, with: 'Ana', untilMs: at(1_600) }),
      fact(900, { kind: 'quietChair', on: true, bedsideAlarmsOn: true }),
    )
    expect(told).toEqual(
      expect.arrayContaining([
        'Sound paused for 1:10 more',
        'Sound OFF by Dr Lindqvist: MRI next door',
        'Sensors off on purpose, by R. Osei T+16:40, with Ana',
        'Quiet chair, by R. Osei',
      ]),
    )
    expect(lines(fact(900, { kind: 'audioPaused', untilMs: at(1_020), alarmIds: [] })).join()).not.toContain(
      'paused',
    )
  })
})

describe('[VI34] treatment', () => {
  test('plan, phase, rate, mg as recorded', () => {
    expect(lines().slice(0, 3)).toEqual([
      'Patient K-0417',
      'Session 3 of 6 · ketamine 35 mg in 35 mL (1 mg/mL) over 40 min',
      'Phase: infusing · T+20:00 · 52.5 mL/h · 17.5 mg infused as recorded',
    ])
  })
  test('rates and pauses, with how long, by whom', () => {
    expect(
      lines(
        infusion(300, 'rate', 45),
        infusion(600, 'pause', 0),
        infusion(790, 'resume', 45),
        infusion(1_100, 'pause', 0),
      ),
    ).toEqual(
      expect.arrayContaining([
        'Rate changed 52.5 → 45 mL/h T+05:00, by R. Osei',
        'Paused T+10:00 for 3:10, by R. Osei',
        'Resumed T+13:10, by R. Osei',
        'Paused T+18:20 for 1:40 so far, by R. Osei',
      ]),
    )
  })
  test('changed limits, with by whom and why', () => {
    const limits = [{ condition: 'bpHigh', level: 'high', quantity: 'systolic', value: 170, was: 160 }]
    expect(lines(fact(10, { kind: 'limits', limits, reason: 'usual for them' }))).toContain(
      'Limit changed: BP high, SBP 170 (profile 160) by R. Osei: usual for them',
    )
  })
  test('oxygen and drugs, not those that were taken back', () => {
    const told = lines(
      oxygen(300, 'nasalCannula', 2),
      drug(400, 'ondansetron'),
      drug(500, 'other', { note: 'glycopyrrolate' }),
    )
    expect(told).toEqual(
      expect.arrayContaining([
        'Oxygen: 2 L/min, nasal cannula since T+05:00',
        'Given: ondansetron 4 mg IV T+06:40, by R. Osei',
        'Given: glycopyrrolate 4 mg IV T+08:20, by R. Osei',
      ]),
    )
    const facts = [...started, drug(400, 'ondansetron')]
    const undone = fact(405, { kind: 'undone', ofSeq: facts.length })
    expect(of(after(facts, undone)).join()).not.toContain('ondansetron')
    expect(lines(oxygen(300, 'nasalCannula', 2), oxygen(600, 'roomAir'))).toContain(
      'On air since T+10:00, on oxygen before',
    )
  })
  test('side effects and scales', () => {
    const told = lines(
      effect(300, 'nausea', 'moderate'),
      assessed(600, 'moaas', 4),
      assessed(1_190, 'moaas'),
      assessed(700, 'anxiety', 3),
    )
    expect(told).toContain('Side effect: nausea (moderate) T+05:00, going on')
    expect(told).toContain('MOAA/S not disturbed T+19:50 · Anxiety 3 T+11:40')
  })
  test('baseline, and a warn or hold that was accepted', () => {
    const findings = [{ finding: 'pressureAbovePass', outcome: 'warn', text: 'BP 145/85: above 140/90' }]
    const told = lines(gate(-10, { outcome: 'warn', findings, reason: 'nervous' }))
    expect(told).toContain('Baseline: BP 145/85 · HR 72 · SpO₂ 97, unsteady')
    expect(told).toContain('Gate: BP 145/85: above 140/90 · accepted by R. Osei: nervous')
    expect(lines(gate(-10, {})).join()).not.toContain('Gate')
  })
})

describe('[VI34] what is due', () => {
  test('observations, rechecks, the cuff, the planned end', () => {
    expect(lines(drug(700, 'labetalol'), cuff(1_020, 140, 80), assessed(600, 'moaas', 4))).toEqual(
      expect.arrayContaining([
        'Due: MOAA/S · T+20, due for 0:00',
        'Due: MOAA/S · T+30, in 10:00',
        'Due: BP again, 10 min after labetalol, in 1:40',
        'Planned end in 20:00',
        expect.stringMatching(/^Due: cuff, (in|due for) \d/),
      ]),
    )
  })
  test('a planned end that nobody recorded', () => {
    expect(of(after(started), 2_500)).toContain('Planned end reached: look at the pump')
  })
  test('before the start what check-in owes', () => {
    const told = of(
      after(before.filter(({ body }) => !(body.kind === 'checkIn' && body.item === 'consent'))),
      -800,
    )
    expect(told.find((line) => line.startsWith('Check-in open'))).toContain('Consent')
    expect(told).toContain('Phase: baseline')
    const asked = fact(-850, { kind: 'gateAsked', event: 'asked', findings: [], reason: 'BP' })
    expect(of(after(before, asked), -800)).toContain('Gate: physician asked 0:50 ago, no answer yet')
  })
  test('after the end what discharge waits for', () => {
    const told = of(after(started, infusion(1_000, 'stop', 0), signedOff(1_100, 'walks')))
    const waits = told.find((line) => line.startsWith('Discharge waits for')) ?? ''
    expect(waits).toContain('60 min since the end')
    expect(waits).toContain('two readings')
    expect(waits).not.toContain('walk')
  })
  test('unsigned acts that wait for a name', () => {
    const { by: _by, ...unsigned } = fact(900, { kind: 'help' }).body as unknown as Record<string, unknown>
    expect(lines({ atMs: at(900), body: unsigned as unknown as RecordBody })).toContain(
      '1 unsigned act waits for a name',
    )
  })
})

describe('[VI34] as it is kept', () => {
  test('at most 60 lines of 300 letters, and what is left out is said', () => {
    const many = Array.from({ length: 90 }, (_, index) => [
      alarm(index, `other${index}`, 'x'.repeat(38), 'low'),
      drug(index, 'ondansetron', { dose: 'y'.repeat(80) }),
    ]).flat()
    const told = lines(many, fact(5, { kind: 'limits', limits: [], reason: 'r'.repeat(300) }))
    expect(told).toHaveLength(60)
    expect(Math.max(...told.map((line) => line.length))).toBeLessThanOrEqual(300)
    expect(told.at(-1)).toMatch(/^\d+ more: read the timeline$/)
  })
  test('of a long list the newest, and how many there were before', () => {
    const told = lines(Array.from({ length: 12 }, (_, index) => drug(100 + index * 10, 'ondansetron')))
    expect(told.filter((line) => line.startsWith('Given'))).toHaveLength(8)
    expect(told).toContain('4 earlier drugs: read the timeline')
  })
  test('says nothing undefined, also of a session without a visit', () => {
    for (const state of [
      after(openedVisit(0, { checkIn: 'none' })),
      after(started),
      after(started, closed(1_000)),
    ])
      for (const told of of(state)) expect(told).not.toMatch(/undefined|NaN|\[object|\s$/)
  })
})
