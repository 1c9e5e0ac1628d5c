// Proves the summary of a seeded visit: value by value against another computation from its exported file, and as a page of paper that
// can be read, whatever a session holds.

import type { LogRecord } from '@chairside/shared/record/record.ts'
import { wholeVisit } from '@chairside/shared/testing/whole-visit.ts'
import type { SessionReport } from '@chairside/shared/visit/report.ts'
import { sessionReport } from '@chairside/shared/visit/report.ts'
import { summaryPage } from '@chairside/shared/visit/report-page.ts'
import { shown } from '@chairside/shared/vitals.ts'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, describe, expect, it } from 'vitest'
import { kept } from '../http/session-fixture.ts'
import { byHand, readLines } from './by-hand.fixture.ts'
import { printed } from './print.ts'

type Known = { readonly report: SessionReport; readonly hand: ReturnType<typeof byHand> }

/** The report over HTTP, and what the export of the same session says. */
async function both(records = wholeVisit()): Promise<Known> {
  const { fixture, cookie, ask } = await kept(records, { sealEvery: 500 })
  await using _ = fixture
  const file = await ask('ndjson')
  const said = await fixture.say('/api/sessions/s-1/report.json', { cookie })
  expect([file.status, said.status]).toEqual([200, 200])
  return { report: said.body as SessionReport, hand: byHand(readLines(file.text)) }
}

describe('the values of a summary, worked out twice', () => {
  let report: SessionReport
  let hand: Known['hand']
  beforeAll(async () => {
    ;({ report, hand } = await both())
    // A slow machine is no fault of the summary.
  }, 60_000)

  it('[SU1] the start, the end and what was infused, with a late stop and an amended rate', () => {
    expect(report.patientCode).toBe(hand.patientCode)
    expect(report.infusion?.startedAtMs).toBe(hand.start)
    expect(report.infusion?.endedAtMs).toBe(hand.stop)
    expect(report.infusion?.infusedMl).toBeCloseTo(hand.ml, 6)
    expect(report.infusion?.infusedMg).toBeCloseTo(hand.mg, 2)
    expect(report.infusion?.mgPerKg).toBeCloseTo(hand.mg / 70, 6)
    expect(report.acts.pump.map(({ act, atMs, rateMlPerHr }) => [act, atMs, rateMlPerHr])).toEqual(
      hand.pump.map(({ act, atMs, rate }) => [act, atMs, rate]),
    )
  })

  it('[SU2] highest and lowest of each vital since the start, the first time it was reached', () => {
    for (const quantity of ['systolic', 'diastolic', 'heartRate', 'spo2'] as const) {
      const { highest, lowest } = report.extremes[quantity] ?? {}
      const { high, low } = hand[quantity]
      expect([highest?.value, highest?.atMs], quantity).toEqual([shown(quantity, high.value), high.ms])
      expect([lowest?.value, lowest?.atMs], quantity).toEqual([shown(quantity, low.value), low.ms])
    }
  })

  it('[SU3] for how long values were beyond each limit in force', () => {
    const said = Object.fromEntries(
      report.beyond.map(({ condition, level, forMs }) => [`${condition} ${level}`, forMs]),
    )
    for (const [id, ms] of Object.entries(hand.beyond)) expect([id, said[id] ?? 0]).toEqual([id, ms])
    // And beyond no other limit.
    expect(Object.keys(said).filter((id) => !(id in hand.beyond))).toEqual([
      'bpHigh veryHighDiastolicConfirmed',
    ])
    expect(said['bpHigh high']).toBeGreaterThan(0)
    expect(said['spo2Low low']).toBeGreaterThan(0)
  })

  it('[SU4] [SU48] each alarm level by level: its value, its length, every answer to it, and when one lapsed', () => {
    expect(
      report.alarms.map((one) => ({
        id: one.alarmId,
        highest: one.highest,
        raisedAtMs: one.raisedAtMs,
        endedAtMs: one.endedAtMs,
        steps: one.steps.map(({ how, level, priority, fromMs, toMs, value, limit, asked }) => ({
          ...{ how, level, priority, fromMs, toMs, value },
          limit: limit?.value,
          answers: asked?.said
            .filter(({ what }) => what === 'acknowledged')
            .map(({ by, afterMs, lapsed }) => ({ by, afterMs, lapsedMs: lapsed?.atMs })),
          called: asked?.calls.map((one) => ({ step: one.step, atMs: one.atMs })),
        })),
      })),
    ).toEqual(hand.alarms)
    const steps = hand.alarms.flatMap((one) => one.steps)
    const answers = steps.flatMap((one) => one.answers ?? [])
    expect(answers.some(({ afterMs }) => afterMs === 22_000)).toBe(true)
    expect(answers.filter(({ lapsedMs }) => lapsedMs !== undefined)).toHaveLength(2)
    expect(steps.some(({ answers: own = [] }) => own.length === 2)).toBe(true)
    expect(steps.flatMap(({ called = [] }) => called)).toHaveLength(1)
    expect(steps.map(({ how }) => how)).toEqual(expect.arrayContaining(['raised', 'rose', 'fell']))
    expect(hand.alarms.some(({ highest }) => highest === 'high')).toBe(true)
  })

  it('[SU44] what was due by the schedule and never recorded', () => {
    expect(report.missed.map(({ name }) => name)).toEqual(hand.missed)
    expect(hand.missed).toEqual(['baseline', 'T+40'])
  })

  it('[SU5] side effects from onset to end, drugs, oxygen, scales and notes as they stand', () => {
    const { sideEffects, drugs, oxygen, assessments, notes } = report.acts
    expect(
      sideEffects.map(({ effect, atMs, worst, endedAtMs }) => ({ effect, atMs, worst, endedAtMs })),
    ).toEqual(hand.effects)
    expect(drugs.map(({ drug, dose, atMs, by }) => ({ drug, dose, atMs, by }))).toEqual(hand.drugs)
    expect(oxygen.map(({ device, litresPerMin, atMs }) => ({ device, litresPerMin, atMs }))).toEqual(
      hand.oxygen,
    )
    expect(assessments.map(({ scale, value, atMs }) => ({ scale, value, atMs }))).toEqual(hand.scales)
    expect(notes.map(({ text }) => text)).toEqual(hand.notes)
    expect(report.acts.undone).toBe(1)
    expect(report.acts.amendments.map(({ text }) => text)).toEqual([
      'Amended: “Pump rate 45 mL/h”: 1:00 earlier: it was a minute earlier',
    ])
  })

  it('[SU46] oxygen that was stamped at HELP', async () => {
    const all = wholeVisit()
    const place = all.findIndex(({ kind }) => kind === 'session.closed')
    const { seq, hubAtMs } = all[place] as LogRecord
    const { by, commandId } = all.find(({ kind }) => kind === 'oxygen') as LogRecord & { kind: 'oxygen' }
    const stamp: LogRecord = {
      ...{ v: 1, seq, hubAtMs, by, commandId },
      kind: 'helpStamp',
      stamp: 'oxygen',
    } as LogRecord
    const later = all.slice(place).map((one) => ({ ...one, seq: (one.seq + 1) as typeof seq }))
    const known = await both([...all.slice(0, place), stamp, ...later])
    const said = known.report.acts.oxygenStamps.map((one) => ({ atMs: one.atMs, by: one.by }))
    expect(said).toEqual(known.hand.oxygenStamps)
    expect(said).toEqual([{ atMs: hubAtMs, by: by.name }])
  }, 60_000)

  it('[SU6] hand-over, sign-offs, outcome and the alarms that were open', () => {
    const handed = report.events.map(({ text }) => text).filter((text) => text.startsWith('Handed over'))
    expect(handed).toHaveLength(hand.handovers.length)
    expect(handed[0]).toContain('A. Berg')
    expect(report.closed?.outcome).toBe(hand.outcome)
    expect(report.closed?.openAlarms).toEqual(hand.openAlarms)
    expect(report.signOffs.map(({ item }) => item).sort()).toEqual([...hand.signOffs].sort())
  })

  it('[SU1] plan, dose, weight, baseline, gate and the drug account are the record’s own', () => {
    expect(report.plan).toMatchObject(hand.plan)
    expect(report.dose).toMatchObject(hand.dose)
    expect(report.weightKg).toBe(hand.weightKg)
    expect(report.baseline).toEqual(hand.baseline)
    expect(report.gate).toEqual(hand.gate)
    expect(report.drugAccount).toEqual(hand.account)
  })

  it('[SU8] how much was known, how many readings, how many alarms', () => {
    const { knownMs, ofMs } = report.known.spo2 ?? {}
    expect([knownMs, ofMs]).toEqual([hand.known.spo2, hand.known.ofMs])
    expect(report.known.heartRate?.knownMs).toBe(hand.known.heartRate)
    expect(report.extremes.systolic?.readings).toBe(hand.readings)
    expect(report.failedCuffs).toBe(hand.failedCuffs)
    expect(report.alarmCounts).toEqual(hand.counts)
    expect(report.acts.byHand.map(({ atMs, values }) => ({ atMs, ...values }))).toEqual(hand.manual)
  })

  it('[SU14] the curve’s highest and lowest are those of the vitals', () => {
    const { signals, fromMs, everyMs, pressures, rates } = report.trend
    for (const signal of ['heartRate', 'spo2'] as const) {
      const since = (signals[signal] ?? []).filter(
        ([at]) => fromMs + (at + 1) * everyMs > hand.start + everyMs,
      )
      expect(Math.max(...since.map(([, , high]) => high))).toBe(hand[signal].high.value)
      expect(Math.min(...since.map(([, low]) => low))).toBe(hand[signal].low.value)
    }
    expect(pressures.filter(({ atMs }) => atMs >= hand.start)).toHaveLength(hand.readings)
    expect(rates.map(({ atMs, rateMlPerHr }) => [atMs, rateMlPerHr])).toEqual(
      hand.pump.map(({ act, atMs, rate }) => [atMs, act === 'pause' || act === 'stop' ? 0 : rate]),
    )
  })

  it('[SU10] the page says these values, each at its moment', () => {
    const clock = { clock: (ms: number) => `#${ms}`, date: (ms: number) => `day ${ms}`, zone: 'Z' }
    const page = summaryPage(report, clock)
    const lines = page.sections.flatMap(({ id, lines: all }) =>
      all.map(({ at, text }) => `${id} ${at} ${text}`),
    )
    const said = (part: string) =>
      expect(
        lines.filter((line) => line.includes(part)),
        part,
      ).toHaveLength(1)
    const two = (value: number): string => String(value).padStart(2, '0')
    const t = (ms: number): string => {
      const s = Math.floor((ms - hand.start) / 1_000)
      return `T+${two(Math.floor(s / 60))}:${two(s % 60)}`
    }
    const plainAge = (ms: number): string => `${Math.floor(ms / 60_000)}:${two(Math.floor(ms / 1_000) % 60)}`
    for (const { drug, dose, atMs, by } of hand.drugs) said(`drugs ${t(atMs)} ${drug} ${dose} · ${by}`)
    for (const { effect, atMs, worst, endedAtMs } of hand.effects) {
      const line = lines.find((one) =>
        one.toLowerCase().startsWith(`effects ${t(atMs)} ${effect}`.toLowerCase()),
      )
      expect(line).toContain(worst)
      expect(line).toContain(`over ${t(endedAtMs ?? 0)}`)
    }
    for (const { scale, value, atMs } of hand.scales.filter((one) => one.value !== undefined))
      expect(
        lines.find((one) => one.startsWith(`observations ${t(atMs)}`)),
        String(scale),
      ).toContain(` ${value} `)
    for (const { raisedAtMs, steps } of hand.alarms) {
      const own = lines
        .filter((one) =>
          one.startsWith(`alarms ${raisedAtMs < hand.start ? `#${raisedAtMs}` : t(raisedAtMs)} `),
        )
        .join()
      for (const { fromMs, toMs, value, limit, answers = [], called = [] } of steps) {
        if (value !== undefined && limit !== undefined)
          expect(own).toMatch(new RegExp(`${value}(?: %)? \\([<>≥] ${limit}\\)`))
        if (toMs !== undefined && toMs - fromMs < 3_600_000)
          expect(own).toContain(`for ${plainAge(toMs - fromMs)}`)
        const [first, ...more] = answers
        if (first !== undefined)
          expect(own).toContain(`acknowledged after ${plainAge(first.afterMs)} by ${first.by}`)
        for (const { lapsedMs } of answers)
          if (lapsedMs !== undefined) expect(own).toContain(`, lapsed ${t(lapsedMs)}`)
        for (const { afterMs, by } of more)
          expect(own).toContain(`; acknowledged ${t(fromMs + afterMs)} by ${by}`)
        for (const { step, atMs } of called) expect(own).toContain(`; ${step} called ${t(atMs)}`)
      }
    }
    said(
      `alarms  Raised, each rise counted: patient !!! ${hand.counts.patient.high} · !! ${hand.counts.patient.medium}`,
    )
    said(`observations  Due and NOT RECORDED: MOAA/S ${hand.missed.join(', ')}`)
    // A sum of seconds: its last digits are noise.
    const mg = Number(hand.mg.toFixed(6))
    said(
      `Given as recorded: ${mg.toFixed(2).replace(/\.?0+$/, '')} mg (${(mg / 70).toFixed(3).replace(/\.?0+$/, '')} mg/kg) of 35 mg planned`,
    )
    said(`over ${plainAge(hand.stop - hand.start)}`)
    said(
      `Baseline BP ${hand.atRest('systolic')}/${hand.atRest('diastolic')} · HR ${hand.atRest('heartRate')}`,
    )
    const [systolic, diastolic] = page.vitals
    const { high, low } = hand.systolic
    expect(systolic).toMatchObject({ baseline: '142', highestAt: t(high.ms), lowestAt: t(low.ms) })
    expect([systolic?.highest, diastolic?.highest, diastolic?.highestAt]).toEqual([
      `${high.value}/${hand.diastolic.high.value}`,
      `${hand.diastolic.high.value} (${high.value}/${hand.diastolic.high.value})`,
      t(hand.diastolic.high.ms),
    ])
    expect(page.status).toBe(`DISCHARGED #${hand.end} (${t(hand.end)}) by ${hand.closedBy}`)
    for (const [id, ms] of Object.entries(hand.beyond).filter(([, ms]) => ms > 0))
      expect(
        lines.some((line) => line.startsWith(`beyond ${plainAge(ms)} `)),
        id,
      ).toBe(true)
  })
})

// ── the page ─────────────────────────────────────────────────────────────────────────────────────────────
const made = (records: readonly LogRecord[], paper: 'a4' | 'letter' = 'a4') => {
  const report = sessionReport(records)
  if (report === undefined) throw new Error('no session')
  return printed({ report, paper, madeAtMs: report.asOfMs, build: 'test' })
}
type Item = { str: string; transform: number[]; width: number; height: number }

async function itemsOf(bytes: Uint8Array) {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  const page = await document.getPage(1)
  const { items } = await page.getTextContent()
  const words = (items as unknown as Item[]).filter(({ str }) => str.trim() !== '')
  const [, , width = 0, height = 0] = page.view as number[]
  return { pages: document.numPages, width, height, words }
}

/** Words of which the one stands on the other. */
function overlaps(words: readonly Item[]): string[] {
  const boxes = words.map(({ str, transform, width }) => {
    const [size = 0, , , , x = 0, y = 0] = transform
    // From the baseline: what letters without accents take.
    return { str, left: x, right: x + width, bottom: y, top: y + size * 0.62 }
  })
  const found: string[] = []
  for (const [index, a] of boxes.entries())
    for (const b of boxes.slice(index + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const down = Math.min(a.top, b.top) - Math.max(a.bottom, b.bottom)
      if (across > 0.6 && down > 0.6) found.push(`${a.str} | ${b.str}`)
    }
  return found
}

describe('the page of a summary', () => {
  it.each([
    ['a4', 595.28, 841.89],
    ['letter', 612, 792],
  ] as const)(
    '[SU20] %s: one page of that size, whose text can be read, and nothing on it overlaps',
    async (paper, wide, tall) => {
      const bytes = await made(wholeVisit(), paper)
      expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe('%PDF-')
      const { pages, width, height, words } = await itemsOf(bytes)
      expect(pages).toBe(1)
      expect([width, height]).toEqual([expect.closeTo(wide, 1), expect.closeTo(tall, 1)])
      const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
      for (const part of [
        'K-0417',
        'DISCHARGED',
        'SBP ≥ 160 or DBP ≥ 105',
        'SpO₂ low',
        '52.5 → 45 mL/h',
        'ondansetron 4 mg IV',
        'MOAA/S not disturbed',
        'acknowledged after 0:22 by R. Osei',
        'not a medical device',
      ])
        expect(text).toContain(part)
      expect(overlaps(words)).toEqual([])
      for (const { transform, width: own } of words) {
        expect(transform[4]).toBeGreaterThanOrEqual(27)
        expect((transform[4] ?? 0) + own).toBeLessThanOrEqual(wide - 20)
      }
    },
  )

  it('[SU21] a session with more than a page holds has one page, and what is missing is counted on it', async () => {
    const visit = wholeVisit()
    const more = manyNotes(visit, 180)
    const bytes = await made(more)
    const { pages, words } = await itemsOf(bytes)
    expect(pages).toBe(1)
    expect(overlaps(words)).toEqual([])
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
    expect(text).toMatch(/… and \d+ more, see the record/)
    expect(text).toMatch(/\d+ lines do not fit/)
    // What matters most is the last to go.
    for (const part of ['Discharge and outcome', 'BP very high', 'labetalol 10 mg IV', 'Completed: stopped'])
      expect(text).toContain(part)
  })

  it('[SU22] what these letters cannot write stands as a box, not as nothing', async () => {
    const text = '患者 calm 🙂'
    const bytes = await made(manyNotes(wholeVisit(), 1, () => text))
    const { text: read } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), {
      mergePages: true,
    })
    expect(read).toContain('□□ calm □')
  })

  it('[SU23] a session without an infusion, a plan or a number has a page that says so', async () => {
    const [opened] = wholeVisit()
    const bytes = await made([opened as LogRecord])
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
    expect(text).toContain('SO FAR')
    expect(text).toContain('the session is still open')
    expect(text).toContain('Nothing was measured.')
    expect(text).toContain('No infusion was recorded')
  })
})

/** So many notes more, before the end. */
function manyNotes(
  visit: readonly LogRecord[],
  count: number,
  words = (index: number) => `Note ${index}: ${'sleeps and breathes quietly, '.repeat(9)}`,
): readonly LogRecord[] {
  const model = visit.find((record) => record.kind === 'note')
  const last = visit.at(-1)
  if (model?.kind !== 'note' || last === undefined) throw new Error('no note in the visit')
  const notes = Array.from({ length: count }, (_, index) => ({
    ...model,
    seq: (last.seq + 1 + index) as typeof model.seq,
    atMs: (model.atMs + (index + 1) * 20_000) as typeof model.atMs,
    text: words(index),
  }))
  return [...visit, ...notes]
}
