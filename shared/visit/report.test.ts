// Proves the values and the words of a session's summary at their edges, and that a summary does not depend on how its records came.
import { describe, expect, it } from 'vitest'
import { emptySession, foldSession } from '../fold/session-state.ts'
import { emptySummary, foldSummary, toldSummary } from '../fold/session-summary.ts'
import { decodeLine, encodeLine } from '../record/line.ts'
import type { LogRecord } from '../record/record.ts'
import {
  at,
  attached,
  closed,
  cuff,
  cuffFailed,
  every1s,
  infusion,
  opened,
  records,
  vitals,
} from '../testing/given.ts'
import { answered, byHand, fact, openedVisit } from '../testing/visit-facts.ts'
import { wholeVisit } from '../testing/whole-visit.ts'
import { courseFigures } from './course-figures.ts'
import { heldWords, lastTime } from './last-time.ts'
import { reportOf, type SessionReport, sessionReport } from './report.ts'
import { countsOf, type ReportAlarm } from './report-alarms.ts'
import { chartOf } from './report-chart.ts'
import { laidOut, missingWords, wrapped } from './report-lay-out.ts'
import type { PageClock, PageSection } from './report-line.ts'
import { summaryPage, timesOf } from './report-page.ts'
import { emptyReport, takeForReport } from './report-reading.ts'
import { outside } from './report-series.ts'

const must = (report: SessionReport | undefined): SessionReport => {
  if (report === undefined) throw new Error('no session')
  return report
}
const clock: PageClock = { clock: (ms) => `#${ms}`, date: (ms) => `day ${ms}`, zone: 'Test/Zone' }
const visit = wholeVisit()

describe('the values', () => {
  it('[SU7] a summary is a fold: read in pieces, and from lines, it is the same', () => {
    const whole = must(sessionReport(visit))
    const soFar = emptyReport()
    for (const record of visit) {
      const read = decodeLine(encodeLine(record))
      if (read.ok) takeForReport(soFar, read.value)
    }
    expect(reportOf(soFar)).toEqual(whole)
    expect(JSON.parse(JSON.stringify(whole))).toEqual(whole)
  })

  it('[SU2] what was before the start is told apart from what came after it', () => {
    const facts = [opened(0), cuff(10, 190, 100), infusion(60, 'start', 50), cuff(120, 150, 90), closed(200)]
    const { extremes, before } = must(sessionReport(records(facts)))
    expect(extremes.systolic?.highest).toMatchObject({ value: 150, diastolic: 90 })
    expect(before?.systolic?.highest).toMatchObject({ value: 190, diastolic: 100 })
  })

  it('[SU2] values of a sensor that is settling, failed cycles and impossible pressures are no extremes', () => {
    const facts = [
      opened(0),
      attached(1),
      ...every1s(2, 30, { spo2: 97 }),
      ...every1s(31, 50, { spo2: 'sensorOff' as const }),
      ...every1s(51, 60, { spo2: 71 }),
      ...every1s(61, 80, { spo2: 96 }),
      cuffFailed(81),
      cuff(90, 120, 118),
      closed(100),
    ]
    const report = must(sessionReport(records(facts)))
    expect(report.extremes.spo2?.lowest.value).toBe(96)
    expect(report.extremes.systolic).toBeUndefined()
    expect([report.failedCuffs, report.artefactCuffs]).toEqual([1, 1])
  })

  it('[SU8] how much of the time a signal was known counts no gap and no settling', () => {
    const facts = [
      opened(0),
      attached(0),
      ...every1s(0, 99, { heartRate: 72 }),
      // Nothing for 50 s: the last value is believed for 10 s.
      ...every1s(150, 199, { heartRate: 72 }),
      closed(200),
    ]
    const { known } = must(sessionReport(records(facts)))
    // 0–109, and from 160 on: ten seconds after the monitor is back it is settled.
    expect(known.heartRate).toEqual({ knownMs: 149_000, ofMs: 200_000 })
  })

  it('[SU3] a reading stands until the next one, and no longer than a cycle and a half', () => {
    const facts = [opened(0), cuff(0, 165, 90), cuff(60, 150, 90), cuff(120, 165, 90), closed(2_000)]
    const { beyond } = must(sessionReport(records(facts)))
    expect(beyond).toMatchObject([{ condition: 'bpHigh', level: 'high', forMs: 60_000 + 450_000 }])
  })

  it('[SU3] the pulse rate stands in only where there is no heart rate', () => {
    const facts = [
      opened(0),
      attached(0),
      ...Array.from({ length: 60 }, (_, s) => vitals(s, { heartRate: 100, pulseRate: 120 })),
      ...Array.from({ length: 60 }, (_, s) => vitals(60 + s, { heartRate: 'artifact', pulseRate: 120 })),
      closed(120),
    ]
    const { beyond } = must(sessionReport(records(facts)))
    expect(beyond).toMatchObject([{ condition: 'hrHigh', level: 'high', forMs: 60_000 }])
  })

  it('[SU39] what check-in warned of stands in the summary, and what the start waited for and nobody answered', () => {
    const facts = [
      openedVisit(0),
      answered(10, { item: 'escort', arranged: false }),
      answered(20, { item: 'allergies', none: true, text: '' }),
      closed(200),
    ]
    const { checkIn } = must(sessionReport(records(facts)))
    expect(checkIn?.warnings).toEqual(['No escort yet: must be set by discharge'])
    expect(checkIn?.open).toContain('consent')
    const whole = must(sessionReport(visit))
    const plan = summaryPage(whole, clock).sections.find(({ id }) => id === 'plan')
    expect(plan?.lines.map(({ text }) => text).join('\n')).toMatch(/^Check-in: complete/m)
    expect(must(sessionReport(records([opened(0), closed(9)]))).checkIn).toBeUndefined()
  })

  it('[SU43] what was measured of another patient is in no number of the page, and the page says from when', () => {
    const answer = { kind: 'samePatient', answer: 'different', offSinceMs: at(200), backAtMs: at(330) }
    const facts = [
      opened(0),
      attached(0),
      infusion(10, 'start', 50),
      ...every1s(20, 199, { heartRate: 72, pulseRate: 72, spo2: 97 }),
      cuff(60, 130, 80),
      // On the cuff before anybody knew, and after it was said.
      cuff(210, 171, 99),
      ...every1s(330, 400, { heartRate: 135, pulseRate: 135, spo2: 82 }),
      fact(360, answer),
      cuff(380, 190, 110),
      byHand(390, { systolic: 200, diastolic: 115 }),
      closed(420),
    ]
    const log = records(facts.toSorted((a, b) => a.atMs - b.atMs))
    const report = must(sessionReport(log))
    const { extremes, known, beyond, trend } = report
    expect([extremes.systolic?.highest.value, extremes.systolic?.readings]).toEqual([130, 1])
    expect([extremes.heartRate?.highest.value, extremes.spo2?.lowest.value]).toEqual([72, 97])
    expect([known.spo2?.ofMs, beyond]).toEqual([190_000, []])
    expect(trend.pressures).toHaveLength(1)
    expect(Math.max(...(trend.signals.heartRate ?? []).map(([, , high]) => high))).toBe(72)
    expect(summaryPage(report, clock).facts).toContainEqual(['Left out', 'from T+03:10, another patient'])
    const told = toldSummary(log.reduce(foldSummary, emptySummary), log.reduce(foldSession, emptySession))
    expect(told).toMatchObject({ peakPressure: { systolic: 130 }, othersFromMs: at(200) })
    expect([told.peakRate, told.lowestSpo2]).toEqual([undefined, undefined])
    // The same patient: all of it is theirs.
    const same = log.map((one) => (one.kind === 'samePatient' ? { ...one, answer: 'same' as const } : one))
    expect(must(sessionReport(same)).extremes.systolic?.highest.value).toBe(200)
    expect(must(sessionReport(same)).othersFromMs).toBeUndefined()
  })

  it('[SU4] technical alarms that were only ever seen are listed and not counted; the patient’s are', () => {
    const step = { how: 'raised', level: 'low', priority: 'low', name: 'Battery low', fromMs: 0 } as const
    const one: ReportAlarm = {
      ...{ alarmId: 'a', condition: 'batteryLow', highest: 'low', raisedAtMs: 0, steps: [step] },
    }
    const seen: ReportAlarm = { ...one, onlySeen: true, steps: [{ ...step, silent: true }] }
    const technical = { technical: true as const }
    const none = { low: 0, medium: 0, high: 0 }
    expect(countsOf([{ ...seen, ...technical }])).toEqual({ patient: none, technical: none })
    expect(
      countsOf([
        { ...one, ...technical },
        { ...seen, ...technical },
      ]),
    ).toEqual({ patient: none, technical: { ...none, low: 1 } })
    expect(countsOf([seen]).patient).toEqual({ ...none, low: 1 })
    // One that rose was raised at both priorities; one that fell was raised at neither.
    const rose = { ...step, how: 'rose', priority: 'high' } as const
    const fell = { ...step, how: 'fell', priority: 'medium' } as const
    expect(countsOf([{ ...one, steps: [{ ...step, priority: 'medium' }, rose, fell] }]).patient).toEqual({
      ...{ low: 0, medium: 1, high: 1 },
    })
  })

  it('[SU5] what was measured by hand counts, and is said to be', () => {
    const facts = [
      opened(0),
      cuff(5, 120, 80),
      byHand(20, { systolic: 182, diastolic: 99, heartRate: 131 }),
      closed(50),
    ]
    const { extremes, acts } = must(sessionReport(records(facts)))
    expect(extremes.systolic?.highest).toMatchObject({ value: 182, byHand: true })
    expect(extremes.heartRate?.highest).toMatchObject({ value: 131, byHand: true })
    expect(acts.byHand).toHaveLength(1)
  })

  it('[SU9] an open session is told so far, as of its newest record', () => {
    const report = must(sessionReport(visit.slice(0, 4_000)))
    expect(report.closed).toBeUndefined()
    expect(report.asOfMs).toBe(visit[3_999]?.hubAtMs)
    expect(summaryPage(report, clock)).toMatchObject({ isOpen: true })
    expect(summaryPage(report, clock).status).toContain('SO FAR')
  })

  it('[SU3] stretches outside others are cut at their edges', () => {
    const at = (fromMs: number, toMs: number, value = 1) => ({ fromMs, toMs, value })
    expect(outside([at(0, 10)], [])).toEqual([at(0, 10)])
    expect(outside([at(0, 10), at(10, 20)], [at(5, 15)])).toEqual([at(0, 5), at(15, 20)])
    expect(outside([at(0, 30)], [at(5, 10), at(12, 20)])).toEqual([at(0, 5), at(10, 12), at(20, 30)])
    expect(outside([at(0, 30)], [at(0, 30)])).toEqual([])
  })
})

describe('the last time and the course', () => {
  const report = must(sessionReport(visit))
  it('[SU30] the last time: peak, side effects and what was given when they were there, by the time since the start', () => {
    const last = lastTime(report)
    expect(last).toMatchObject({
      number: 3,
      of: 6,
      weightKg: 70,
      peakPressure: { systolic: 186, diastolic: 112, afterStartMs: 38 * 60_000 },
      dissociation: { cadss: { value: 28, afterStartMs: 30 * 60_000 + 20_000 }, severity: 'moderate' },
      outcome: 'discharged',
    })
    expect(last?.sideEffects).toContainEqual({
      effect: 'nausea',
      worst: 'moderate',
      afterStartMs: 12 * 60_000,
      endedAfterStartMs: 20 * 60_000,
    })
    // It says what ended how long after, never that it helped.
    expect(last?.drugs[0]).toMatchObject({ drug: 'ondansetron', afterStartMs: 14 * 60_000 })
    expect(last?.drugs[0]?.during).toContainEqual({ effect: 'nausea', endedAfterMs: 6 * 60_000 })
    // Slowed once and paused once; the end of the planned dose is no slowing.
    expect(last?.held).toEqual({ slowed: 1, paused: 1, stoppedEarly: 0 })
    expect(last && heldWords(last.held)).toBe('slowed once, paused once')
  })

  it('[SU32] slowed, paused and stopped early are counted apart: a resume at the same rate is no slowing', () => {
    const held = (...facts: Parameters<typeof records>[0]) =>
      lastTime(must(sessionReport(records([opened(0), ...facts, closed(900)]))))?.held
    const start = infusion(60, 'start', 150)
    expect(
      held(
        start,
        infusion(120, 'rate', 120),
        infusion(180, 'pause', 0),
        infusion(240, 'resume', 120),
        infusion(600, 'stop', 0),
      ),
    ).toEqual({ slowed: 1, paused: 1, stoppedEarly: 1 })
    expect(held(start, infusion(180, 'pause', 0), infusion(240, 'resume', 90))).toEqual({
      slowed: 1,
      paused: 1,
      stoppedEarly: 0,
    })
    expect(heldWords({ slowed: 0, paused: 0, stoppedEarly: 0 })).toBe('')
  })

  it('[SU31] a session in which nothing was infused is nobody’s last time and no line of a course', () => {
    const none = must(sessionReport(records([opened(0), cuff(10, 120, 80), closed(20)])))
    expect([lastTime(none), courseFigures(none)]).toEqual([undefined, undefined])
  })

  it('[SU31] a course’s lines count from the start, and its rise from the baseline', () => {
    const figures = courseFigures(report)
    expect(figures?.rise).toBe(186 - 142)
    expect(figures?.infusionMs).toBe(47 * 60_000)
    expect(figures?.overlay.pressures).toContainEqual([38 * 60, 186, 112])
    expect(figures?.overlay.pressures[0]).toEqual([-200, 141, 86])
    expect(figures?.overlay.spo2.every(([, low, high]) => low <= high)).toBe(true)
  })
})

describe('the page', () => {
  const report = must(sessionReport(visit))
  const page = summaryPage(report, clock)
  const textOf = (id: string): string =>
    page.sections
      .filter((section) => section.id === id)
      .flatMap(({ lines }) => lines.map(({ at, text }) => `${at} ${text}`))
      .join('\n')

  it('[SU10] moments count from the start; before it the clock stands', () => {
    expect(textOf('pump')).toContain('T+17:00 52.5 → 45 mL/h · R. Osei · recorded 1:00 later · amended')
    expect(textOf('pump')).toContain('T+47:00 Completed: stopped · R. Osei · recorded 2:00 later')
    expect(textOf('plan')).toMatch(/#\d+ Baseline BP 142\/87 · HR 75 · SpO₂ 97/)
  })

  it('[SU10] a recording without a date has no clock', () => {
    const undated = { ...report, undated: true as const }
    const said = JSON.stringify(summaryPage(undated, clock))
    expect(said).not.toContain('#')
    expect(said).not.toContain('day ')
  })

  it('[SU11] numbers that are not a monitor’s are said to be so', () => {
    expect(page.origin).toBeUndefined()
    expect(summaryPage({ ...report, provenance: 'simulated' }, clock).origin).toContain('SIMULATED')
  })

  it('[SU12] levels that share a limit stand once, and a limit that was changed is told as both', () => {
    expect(textOf('beyond').match(/DBP ≥ 110/g)).toHaveLength(1)
    const [first] = report.beyond
    if (first === undefined) throw new Error('nothing beyond a limit')
    const changed = {
      ...report,
      beyond: [
        {
          ...first,
          limits: [
            [{ quantity: 'systolic', op: '>=', value: 160 } as const],
            [{ quantity: 'systolic', op: '>=', value: 170 } as const],
          ],
        },
      ],
    }
    const lines = summaryPage(changed, clock).sections.find(({ id }) => id === 'beyond')?.lines
    expect(lines?.[0]?.text).toBe('SBP ≥ 160, then SBP ≥ 170')
  })

  it('[SU13] each level of an alarm stands with its own value, length and answers; what was only shown was asked of nobody', () => {
    const text = textOf('alarms')
    expect(text).toContain(
      'T+22:00 !! BP high, SBP 161 (≥ 160) for 16:00, acknowledged after 0:22 by R. Osei, lapsed T+25:00; physician called T+27:00; acknowledged T+27:30 by A. Berg, lapsed T+37:30; not answered again; then !!! very high, SBP 186 (≥ 180) for 4:30, no answer; then down to !! high, SBP 171 for 7:30',
    )
    expect(text).toContain('Nobody answered while it went on: !!! BP very high, SBP 186 (≥ 180) T+38:00')
    expect(text).toMatch(/! HR no value \(sensor off\) for 0:20, shown only; then ! for 0:39/)
  })

  it('[SU14] the drawing joins nothing over a gap, and loses no peak', () => {
    const pieces = report.trend.signals.spo2 ?? []
    expect(Math.min(...pieces.map(([, low]) => low))).toBe(report.extremes.spo2?.lowest.value)
    const times = timesOf(report, clock)
    const { marks, width, height } = chartOf(report, times, 540, 196)
    for (const mark of marks) {
      if (mark.is !== 'words') continue
      expect(mark.x).toBeGreaterThanOrEqual(0)
      expect(mark.x).toBeLessThanOrEqual(width)
      expect(mark.y).toBeLessThanOrEqual(height)
    }
    // The probe was off from T+63:01 to T+63:59: two strokes of the line, not one.
    const gap = report.trend
    const missing = Math.floor(
      ((report.infusion?.startedAtMs ?? 0) + 63.5 * 60_000 - gap.fromMs) / gap.everyMs,
    )
    expect(pieces.some(([at]) => at === missing)).toBe(false)
  })
})

describe('small words and edges', () => {
  const facts = [opened(0), infusion(1, 'start', 50), cuff(10, 144, 91), cuffFailed(20), closed(40)]
  const report = must(sessionReport(records(facts)))

  it('[SU15] a pressure is said whole, one is one, and whoever measured it stands beside it', () => {
    const page = summaryPage(report, clock)
    expect(page.vitals.map(({ highest, known }) => [highest, known])).toEqual([
      ['144/91', '1 reading'],
      ['91 (144/91)', '1 reading'],
    ])
    expect(page.sections.find(({ id }) => id === 'recording')?.lines[0]?.text).toBe('1 failed cuff cycle')
    const hand = byHand(30, { systolic: 150, diastolic: 95 }, { fromPaper: true })
    const more = must(sessionReport(records([...facts.slice(0, -1), hand, closed(40)])))
    expect(summaryPage(more, clock).vitals[0]?.highest).toBe('150/95 on paper')
  })

  it.each([159, 160, 179, 240])(
    '[SU14] a pressure of %i and every limit stand within the axis',
    (systolic) => {
      const high = must(sessionReport(records([opened(0), cuff(10, systolic, 100), closed(40)])))
      const { marks } = chartOf(high, timesOf(high, clock), 540, 196)
      const values = marks.flatMap((one) =>
        one.is === 'words' && /^\d+$/.test(one.text) ? [Number(one.text)] : [],
      )
      expect(Math.max(...values)).toBeGreaterThan(systolic)
      const said = marks.flatMap((one) => (one.is === 'words' ? [one.text] : []))
      expect(said).toEqual(expect.arrayContaining(['SBP ≥ 160', 'DBP ≥ 105', 'SpO₂ < 92']))
    },
  )
})

describe('filling a page', () => {
  // Letters half as wide as they are high.
  const measure = (text: string, size: number): number => text.length * size * 0.5
  const line = (text: string, rank = 0) => ({ at: '', text, rank })
  const section = (id: string, lines: PageSection['lines']): PageSection => ({ id, title: id, lines })

  it('[SU24] words are cut into rows; a word wider than a row is cut itself', () => {
    expect(wrapped('one two three', 40, 10, measure)).toEqual(['one two', 'three'])
    expect(wrapped('abcdefghijkl', 20, 10, measure)).toEqual(['abcd', 'efgh', 'ijkl'])
    expect(wrapped('', 40, 10, measure)).toEqual([''])
  })

  it('[SU24] what fits stands whole, in the largest letters that do', () => {
    const all = laidOut([section('a', [line('x'), line('y')])], { columnWidth: 200, height: 100 }, measure)
    expect([all.size, all.leftOut, all.cut]).toEqual([8, 0, 0])
    expect(missingWords(all)).toBeUndefined()
  })

  it('[SU24] the least important lines go first, each counted where it is missing; the first of a section stays', () => {
    const sections = [
      section(
        'important',
        Array.from({ length: 10 }, (_, index) => line(`i${index}`)),
      ),
      section(
        'other',
        Array.from({ length: 60 }, (_, index) => line(`o${index}`, 2)),
      ),
    ]
    const laid = laidOut(sections, { columnWidth: 200, height: 140 }, measure)
    const [important, other] = ['important', 'other'].map((id) =>
      laid.columns
        .flat()
        .filter((part) => part.id === id)
        .flatMap(({ rows }) => rows.flatMap((row) => row.rows)),
    )
    expect(important).toHaveLength(10)
    expect(other?.[0]).toBe('o0')
    const counted = Number(/and (\d+) more, see the record/.exec(other?.at(-1) ?? '')?.[1])
    expect(counted).toBe(laid.leftOut)
    expect((other?.length ?? 0) - 1 + counted).toBe(60)
    expect(missingWords(laid)).toContain(`${laid.leftOut} lines do not fit`)
  })

  it('[SU24] a long line is shortened only where not all fits, and says how much', () => {
    const long = 'word '.repeat(200).trim()
    const sections = [section('a', [line(long), ...Array.from({ length: 40 }, () => line('x', 1))])]
    const laid = laidOut(sections, { columnWidth: 200, height: 110 }, measure)
    const rows = laid.columns.flat()[0]?.rows[0]?.rows ?? []
    expect(rows).toHaveLength(3)
    expect(rows.at(-1)).toMatch(/… \(\d+ letters more\)$/)
    expect(laid.cut).toBe(1)
  })

  it('[SU24] a section that goes on in the next column says so', () => {
    const laid = laidOut(
      [
        section(
          'a',
          Array.from({ length: 30 }, (_, index) => line(`l${index}`)),
        ),
      ],
      { columnWidth: 200, height: 180 },
      measure,
    )
    expect(laid.columns.map((parts) => parts.map(({ continued }) => continued))).toEqual([[false], [true]])
  })
})

describe('whatever is cut', () => {
  it.each([1, 50, 3_000])('[SU7] the first %i records have a summary, or none is claimed', (count) => {
    const part: readonly LogRecord[] = visit.slice(0, count)
    const report = sessionReport(part)
    expect(report?.throughSeq).toBe(count)
    expect(() => summaryPage(must(report), clock)).not.toThrow()
    expect(sessionReport(visit.slice(1, count))).toBeUndefined()
  })
})
