// Every act of a visit reads as a sentence with a name; an amendment shows what was recorded and what stands instead.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, closed, type Fact, opened, records } from '../testing/given.ts'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import {
  amended,
  answered,
  DOCTOR,
  did,
  dosed,
  phase,
  planned,
  pump,
  seq,
  undone,
} from '../testing/visit-given.ts'
import { visitHistory } from '../testing/visit-histories.ts'
import { emptySession, foldSession } from './session-state.ts'
import { type TimelineEntry, timelineEntry } from './timeline.ts'

function entries(facts: readonly Fact[]): TimelineEntry[] {
  let state = emptySession
  return records(facts).flatMap((record) => {
    const entry = timelineEntry(record, state)
    state = foldSession(state, record)
    return entry === undefined ? [] : [entry]
  })
}
/** Of the facts after the opening. */
const texts = (...facts: readonly Fact[]): string[] =>
  entries([opened(0), ...facts])
    .slice(1)
    .map(({ text }) => text.replace(/ · R\. Osei$/, ''))

const effect = (seconds: number, trueS = seconds, more = {}) =>
  did(seconds, 'sideEffect', {
    event: 'began',
    effect: 'nausea',
    severity: 'mild',
    atMs: at(trueS),
    ...more,
  })

describe('check-in to start', () => {
  test('[VI77] plan, answers, dose, gate', () => {
    const finding = {
      finding: 'pressureAbovePass' as const,
      outcome: 'warn' as const,
      text: 'BP 150/92 > 140/90',
    }
    expect(
      texts(
        planned(1),
        planned(2, 'none'),
        answered(3, { item: 'identity', identifiers: ['name', 'birthDate'], patientCode: 'K-0417' }),
        answered(4, { item: 'weight', weightKg: 70, unit: 'kg', entered: 70 }),
        answered(5, { item: 'probeHand', limb: 'leftArm' }),
        answered(6, { item: 'cuffArm', limb: 'leftArm' }),
        did(7, 'checkIn', { item: 'cuffArm' }),
        dosed(8, { checkedBy: DOCTOR, lot: 'L77' }),
        did(9, 'gate', { outcome: 'pass', findings: [], values: {} }),
        did(10, 'gateAsked', { event: 'asked', findings: [finding], reason: 'anxious' }),
        did(11, 'gateAsked', { event: 'refused', findings: [], reason: 'wait ten minutes' }),
        did(12, 'gate', { outcome: 'warn', findings: [finding], values: {}, reason: 'known, treated' }),
      ),
    ).toEqual([
      'Plan: session 3 of 6, depression: ketamine 0.5 mg/kg, at most 60 mg, over 40 min, ordered by Dr Lindqvist',
      'Plan: session 3 of 6, depression, no signed order',
      'Check-in: I asked the patient: name, birth date',
      'Check-in: 70 kg (154.3 lb)',
      'Check-in: Probe: left hand',
      'Check-in: Cuff: left arm, the same as the probe',
      'Check-in: taken back: Cuff: which arm',
      'Dose: ketamine 35 mg in 35 mL (1 mg/mL) over 40 min, pump at 52.5 mL/h, checked by Dr Lindqvist, lot L77',
      'Gate passed',
      'Physician asked to override the gate: anxious (BP 150/92 > 140/90)',
      'Gate: override refused: wait ten minutes',
      'Gate: warning accepted: known, treated (BP 150/92 > 140/90)',
    ])
  })
})

describe('at the chair', () => {
  test('[VI77] side effects, oxygen, notes, by name', () => {
    expect(
      texts(
        effect(100, 100, { note: 'on lying down' }),
        did(160, 'sideEffect', { event: 'changed', ofSeq: seq(2), severity: 'moderate', atMs: at(160) }),
        did(820, 'sideEffect', { event: 'ended', ofSeq: seq(2), atMs: at(820) }),
        did(830, 'oxygen', { device: 'nasalCannula', litresPerMin: 2, atMs: at(830) }),
        did(840, 'oxygen', { device: 'roomAir', atMs: at(840) }),
        did(850, 'note', { text: 'asked for the window', atMs: at(850) }),
        did(860, 'manual', {
          measuredAtMs: at(860),
          values: { systolic: 130, diastolic: 80 },
          temperatureC: 36.8,
        }),
      ),
    ).toEqual([
      'Nausea, mild (on lying down)',
      'Nausea now moderate (was mild)',
      'Nausea ended after 12:00',
      'Oxygen 2 L/min, nasal cannula',
      'Room air',
      'Note: asked for the window',
      'Measured by hand: BP 130/80 · 36.8 °C',
    ])
    expect(entries([opened(0), effect(100)])[1]).toEqual({
      atMs: at(100),
      kind: 'care',
      text: 'Nausea, mild · R. Osei',
    })
  })
  test('[VI77] moves and mix-ups, hand-over, evacuation, the end', () => {
    const other = { personId: 'p-2', name: 'T. Boateng', role: 'nurse' } as never
    const room = { fromRoomId: 'room-1' as never, toRoomId: 'room-2' as never, toRoomName: 'Room 2' }
    expect(
      texts(
        did(1, 'moved', room),
        did(2, 'monitorSwapped', {
          inDeviceId: 'm2' as never,
          inName: 'M2',
          outDeviceId: 'm1' as never,
          outName: 'M1',
        }),
        did(3, 'monitorSwapped', { outDeviceId: 'm2' as never, outName: 'M2' }),
        did(4, 'samePatient', { answer: 'same', offSinceMs: at(0), backAtMs: at(190) }),
        did(5, 'samePatient', { answer: 'different', offSinceMs: at(0), backAtMs: at(190) }),
        did(6, 'reassignment', { event: 'asked', fromCode: 'K-0417', toCode: 'K-0471', reason: 'mixed up' }),
        did(7, 'reassignment', { event: 'confirmed', fromCode: 'K-0417', toCode: 'K-0471', reason: '' }),
        did(8, 'signOff', { item: 'walks', met: true }),
        did(9, 'signOff', { item: 'escortHere', met: false, note: 'on the way' }),
        did(10, 'handover', {
          event: 'accepted',
          roomId: 'room-2' as never,
          from: other,
          to: DOCTOR,
          lines: [],
        }),
        did(11, 'evacuation', { event: 'called' }),
        did(12, 'drugAccount', { lot: 'L77', drawnMg: 50, givenMg: 35, wastedMg: 15, witness: other }),
        did(13, 'session.closed', {
          openAlarms: ['bpHigh@1' as never],
          outcome: 'left',
          reason: 'walked out',
        }),
      ),
    ).toEqual([
      'Moved from Room 1 to Room 2',
      'Monitor swapped: M2 came, M1 went',
      'Monitor swapped: M2 went',
      'Same patient, after the sensors were off for 3:10',
      'NOT THE SAME PATIENT, after the sensors were off for 3:10',
      'Re-assignment asked for: K-0417 → K-0471: mixed up',
      'RE-ASSIGNED: K-0417 → K-0471',
      'Signed off: walks',
      'Not met: escort here: on the way',
      'Handed over: T. Boateng → Dr Lindqvist',
      'EVACUATION',
      'Drug account: lot L77, drawn 50 mg, given 35 mg, wasted 15 mg, witness T. Boateng',
      'Session closed by R. Osei: left before discharge (walked out), 1 alarm still open',
    ])
    expect(texts(closed(5))).toEqual(['Session closed by R. Osei'])
  })
})

describe('late, undone, amended', () => {
  test('[VI78] what was written down half a minute late or more says how late; what came from paper says that', () => {
    expect(
      entries([opened(0), effect(129, 100), effect(130, 100), effect(400, 100, { fromPaper: true })])
        .slice(1)
        .map((one) => [one.atMs, one.text]),
    ).toEqual([
      [at(100), 'Nausea, mild · R. Osei'],
      [at(100), 'Nausea, mild · R. Osei · recorded 0:30 later'],
      [at(100), 'Nausea, mild · R. Osei · from paper, recorded 5:00 later'],
    ])
    expect(texts(did(400, 'medication', { drug: 'labetalol', dose: '10 mg', atMs: at(280) }))).toEqual([
      'Given: labetalol 10 mg · R. Osei · recorded 2:00 later',
    ])
  })
  test('[VI78] a late rate change stands beside the rate of its own time', () => {
    expect(texts(pump(10, 'start', 45), pump(600, 'rate', 60), pump(700, 'rate', 50, 300))).toEqual([
      'Pump started at 45 mL/h',
      'Pump rate 45 → 60 mL/h',
      'Pump rate 45 → 50 mL/h · R. Osei · recorded 6:40 later',
    ])
    expect(texts(pump(10, 'start', 45), pump(600, 'stop', 0, 600, { completed: true }))[1]).toBe(
      'Pump stopped, the dose is in (was 45 mL/h)',
    )
  })
  test('[VI79] an amendment shows the original, the correction and the reason', () => {
    expect(
      texts(
        pump(10, 'start', 45), // 2
        pump(600, 'rate', 60), // 3
        amended(700, 3, { rateMlPerHr: 50, atMs: at(480) }),
        effect(800), // 5
        amended(810, 5, { effect: 'dizziness', severity: 'moderate' }),
        did(820, 'medication', { drug: 'ondansetron', dose: '4 mg IV', atMs: at(820) }), // 7
        amended(830, 7, { drug: 'labetalol', dose: '10 mg IV' }),
        did(840, 'oxygen', { device: 'nasalCannula', litresPerMin: 2, atMs: at(840) }), // 9
        amended(850, 9, { device: 'simpleMask', litresPerMin: 6 }),
        did(860, 'assessment', { scale: 'moaas', notDisturbed: true, atMs: at(860) }), // 11
        amended(870, 11, { value: 4 }),
        did(880, 'note', { text: 'sleeps', atMs: at(880) }), // 13
        amended(890, 13, { text: 'sleepy' }),
        did(900, 'manual', { measuredAtMs: at(900), values: { systolic: 130, diastolic: 80 } }), // 15
        amended(910, 15, { values: { systolic: 140, diastolic: 80 } }),
        amended(920, 15, {}, { void: true }),
      ).filter((text) => text.startsWith('Amended')),
    ).toEqual([
      'Amended: “Pump rate 60 mL/h”: 60 mL/h → 50 mL/h, 2:00 earlier: a slip',
      'Amended: “Nausea, mild”: Nausea → Dizziness, mild → moderate: a slip',
      'Amended: “Given: ondansetron 4 mg IV”: ondansetron → labetalol, 4 mg IV → 10 mg IV: a slip',
      'Amended: “Oxygen 2 L/min, nasal cannula”: nasal cannula → simple mask, 2 L/min → 6 L/min: a slip',
      'Amended: “MOAA/S not disturbed”: not disturbed → 4: a slip',
      'Amended: “Note”: “sleeps” → “sleepy”: a slip',
      'Amended: “Measured by hand: BP 130/80”: BP 130/80 → BP 140/80: a slip',
      'Amended: “Measured by hand: BP 140/80” did not happen: a slip',
    ])
  })
  test('[VI80] an act that was undone is named, and who undid it; of a silence the words are as they were', () => {
    expect(
      texts(
        pump(10, 'start', 45), // 2
        pump(600, 'pause'), // 3
        undone(605, 3),
        answered(610, { item: 'consent' }), // 5
        undone(612, 5),
        dosed(620), // 7
        undone(622, 7),
        undone(630, 99),
      ).filter((text) => text.startsWith('Undone')),
    ).toEqual(['Undone: Pump paused', 'Undone: Consent', 'Undone: Dose', 'Undone'])
  })
})

describe('any visit', { timeout }, () => {
  test('[VI77] every act is a sentence with a name at its time: nothing undefined, no id of the code', () => {
    holds(
      fc.property(visitHistory, (facts) => {
        for (const { text } of entries(facts))
          expect(text).not.toMatch(/undefined|\[object|NaN|roomAir|blurredVision/)
        expect(entries([opened(0), phase(1, 'checkIn')])).toHaveLength(2)
      }),
    )
  })
})
