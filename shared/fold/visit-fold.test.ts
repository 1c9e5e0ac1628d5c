// What a visit is at a cursor: every kind of record, what was undone and amended, and nothing where a record says nothing of it.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { zRecord } from '../record/record.ts'
import {
  at,
  attached,
  cuff,
  cuffFailed,
  detached,
  type Fact,
  opened,
  records,
  vitals,
} from '../testing/given.ts'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import {
  amended,
  answered,
  did,
  dosed,
  ORDER,
  PLAN,
  phase,
  planned,
  pump,
  seq,
  undone,
} from '../testing/visit-given.ts'
import { visitHistory } from '../testing/visit-histories.ts'
import { emptySession, foldSession } from './session-state.ts'

const fold = (facts: readonly Fact[]) => records(facts).reduce(foldSession, emptySession)
const visitOf = (facts: readonly Fact[]) => fold(facts).visit
const phasesOf = (facts: readonly Fact[]) =>
  visitOf(facts).phases.map((one) => `${one.phase} ${(one.atMs - at(0)) / 1_000}`)

describe('any visit', { timeout }, () => {
  test('[VI55] it may be interrupted anywhere and kept as JSON meanwhile, whatever was recorded', () => {
    holds(
      fc.property(visitHistory, fc.nat(), (facts, cut) => {
        const log = records(facts)
        const index = cut % log.length
        const first = JSON.parse(JSON.stringify(log.slice(0, index).reduce(foldSession, emptySession)))
        const whole = log.reduce(foldSession, emptySession)
        expect(log.slice(index).reduce(foldSession, first)).toEqual(whole)
        expect(JSON.parse(JSON.stringify(whole))).toEqual(whole)
      }),
    )
  })
  test('[VI55] the histories are ones that the log can hold', () => {
    holds(
      fc.property(visitHistory, (facts) => {
        for (const record of records(facts)) expect(zRecord.safeParse(record).error).toBeUndefined()
      }),
    )
  })
  test('[VI57] phases stand in the order of time, no two alike one after another', () => {
    holds(
      fc.property(visitHistory, (facts) => {
        const { phases } = visitOf(facts)
        for (const [index, one] of phases.entries()) expect(one.phase).not.toBe(phases[index - 1]?.phase)
      }),
    )
  })
})

describe('a record that says nothing of the visit', () => {
  test('[VI55] leaves the same object: values of a running session, a failed cuff, devices that come and go', () => {
    const before = fold([
      opened(0),
      attached(0),
      phase(1, 'checkIn'),
      pump(60, 'start', 52.5),
      cuff(90, 124, 78),
    ])
    const more = [vitals(100, { heartRate: 72, spo2: 97 }), cuffFailed(110), detached(120), undone(121, 3)]
    const log = records([opened(0), attached(0), ...more]).slice(2)
    let state = before
    for (const record of log) {
      state = foldSession(state, { ...record, seq: seq(state.head + 1) })
      expect(state.visit).toBe(before.visit)
    }
  })
  test('[VI55] where nobody set a phase nothing is kept of the values before the start', () => {
    const before = fold([opened(0)])
    const [record] = records([opened(0), vitals(1, { heartRate: 72, spo2: 97 })]).slice(1)
    expect(record && foldSession(before, record).visit).toBe(before.visit)
  })
})

describe('check-in', () => {
  const consent = (seconds: number) => answered(seconds, { item: 'consent' })
  const weight = (seconds: number, weightKg: number) =>
    answered(seconds, { item: 'weight', weightKg, unit: 'kg', entered: weightKg })

  test('[VI56] of each item the newest answer counts, by whom and when', () => {
    const { checkIn } = visitOf([opened(0), consent(10), weight(20, 70), weight(30, 71)])
    expect(checkIn).toMatchObject({
      consent: { by: 'R. Osei', personId: 'p-nurse', recordedAtMs: at(10), seq: 2 },
      weight: { detail: { weightKg: 71 }, recordedAtMs: at(30) },
    })
  })
  test('[VI56] an answer that was undone is as if it had not been given: the one before counts again', () => {
    const facts = [opened(0), weight(20, 70), weight(30, 700), undone(32, 3)]
    expect(visitOf(facts).checkIn.weight?.detail).toMatchObject({ weightKg: 70 })
    expect(visitOf([...facts, undone(33, 2)]).checkIn.weight).toBeUndefined()
    expect(visitOf(facts).answers.map((one) => one.void)).toEqual([undefined, true])
  })
  test('[VI56] one that was taken back is open again; the record of it stays', () => {
    const facts = [opened(0), consent(10), did(20, 'checkIn', { item: 'consent' })]
    expect(visitOf(facts).checkIn.consent).toBeUndefined()
    expect(visitOf(facts).answers).toHaveLength(2)
    expect(visitOf([...facts, undone(21, 3)]).checkIn.consent).toBeDefined()
  })
  test('[VI56] plan and dose are the newest; a dose that was undone is none', () => {
    const facts = [opened(0), planned(1), dosed(2), planned(3, { ...ORDER, orderId: 'o-2' })]
    expect(visitOf(facts)).toMatchObject({
      plan: { number: 3, of: 6, order: { orderId: 'o-2' }, seq: 4 },
      dose: { doseMg: 35, pumpRateMlPerHr: 52.5, by: 'R. Osei' },
    })
    expect(visitOf([...facts, undone(5, 3)]).dose).toBeUndefined()
  })
})

describe('phases', () => {
  const start = [opened(0), phase(1, 'checkIn'), phase(60, 'baseline'), pump(600, 'start', 52.5)]

  test('[VI57] each when it was entered: what was set, what the pump log says, HELP', () => {
    const facts = [
      ...start,
      pump(700, 'pause'),
      pump(760, 'resume', 52.5),
      did(800, 'help', {}),
      pump(810, 'stop'),
      phase(900, 'recovery'),
      phase(4_000, 'ready'),
    ]
    expect(phasesOf(facts)).toEqual([
      'checkIn 1',
      'baseline 60',
      'infusing 600',
      'paused 700',
      'infusing 760',
      'emergency 800',
      'recovery 900',
      'ready 4000',
    ])
    expect(visitOf(facts).phases[1]).toMatchObject({ by: 'R. Osei' })
  })
  test('[VI57] a late stop began recovery when it was; amended, when it was then; undone, not at all', () => {
    const facts = [...start, pump(3_200, 'stop', 0, 3_000)]
    expect(phasesOf(facts).at(-1)).toBe('recovery 3000')
    expect(phasesOf([...facts, amended(3_300, 5, { atMs: at(2_900) })]).at(-1)).toBe('recovery 2900')
    expect(phasesOf([...facts, undone(3_205, 5), phase(3_205, 'infusing')]).at(-1)).toBe('infusing 600')
  })
  test('[VI57] a start that is said to have been before the baseline began comes after it in the list', () => {
    const late = [opened(0), phase(1, 'checkIn'), phase(600, 'baseline'), pump(610, 'start', 52.5, 300)]
    expect(visitOf(late).phases.map((one) => one.phase)).toEqual(['checkIn', 'baseline', 'infusing'])
  })
})

describe('what is kept of the numbers', () => {
  const begun = [opened(0), attached(0), phase(1, 'checkIn')]

  test('[VI58] pressures of both parts, by time; half an hour of them before the start, all after it', () => {
    const before = [...begun, cuff(10, 120, 80), cuff(1_000, 130, 85), cuff(1_900, 124, 78, 93)]
    expect(visitOf(before).pressures.map((one) => [one.systolic, one.diastolic])).toEqual([
      [130, 85],
      [124, 78],
    ])
    const after = [...before, pump(2_000, 'start', 52.5), cuff(4_400, 140, 90), cuff(5_000, 128, 80)]
    expect(visitOf(after).pressures).toHaveLength(4)
    expect(visitOf(after).pressures.at(-1)).toMatchObject({ atMs: at(5_000), systolic: 128, seq: 9 })
  })
  test('[VI58] no artefact, no failure, no half reading, nothing recovered', () => {
    const facts = [
      ...begun,
      cuff(10, 120, undefined),
      cuff(20, 80, 75),
      cuffFailed(30),
      cuff(40, 120, 80, undefined, { recovered: true }),
    ]
    expect(visitOf(facts).pressures).toEqual([])
  })
  test('[VI58] at most sixty of them', () => {
    const many = Array.from({ length: 80 }, (_, index) => cuff(100 + index * 10, 120, 80))
    expect(visitOf([...begun, pump(50, 'start', 52.5), ...many]).pressures).toHaveLength(60)
  })
  test('[VI59] what a start said five minutes late needs: six minutes of heart rate, ten of SpO₂, valid ones only', () => {
    const values = Array.from({ length: 700 }, (_, index) =>
      vitals(10 + index, { heartRate: index % 2 === 0 ? 72 : 'sensorOff', pulseRate: 71, spo2: 97 }),
    )
    const late = vitals(711, { heartRate: 200 }, { recovered: ['heartRate'] })
    const { settling } = visitOf([...begun, ...values, late])
    expect(settling.heartRate.at(0)?.[0]).toBe(at(708 - 360))
    expect(settling.heartRate.every(([, value]) => value === 72)).toBe(true)
    expect(settling.pulseRate).toHaveLength(361)
    expect(settling.spo2).toHaveLength(601)
    const started = visitOf([...begun, ...values, pump(800, 'start', 52.5), vitals(801, { spo2: 96 })])
    expect(started.settling).toEqual({ heartRate: [], spo2: [] })
  })
  test('[VI60] every sensor off since the last one went; back after two minutes it asks until it is answered', () => {
    const off = [
      ...begun,
      vitals(10, { heartRate: 72, spo2: 97 }),
      vitals(20, { heartRate: 72, spo2: 'sensorOff' }),
    ]
    expect(visitOf(off).sensorsOff).toBeUndefined()
    const both = [...off, vitals(30, { heartRate: 'sensorOff', spo2: 'sensorOff' })]
    expect(visitOf(both).sensorsOff).toEqual({ sinceMs: at(30) })
    expect(visitOf([...both, vitals(149, { spo2: 97 })]).sensorsOff).toBeUndefined()
    const back = [...both, vitals(150, { spo2: 97 })]
    expect(visitOf(back).sensorsOff).toEqual({ sinceMs: at(30), backAtMs: at(150) })
    const offAgain = [
      ...back,
      vitals(160, { heartRate: 'sensorOff', spo2: 'sensorOff' }),
      vitals(161, { spo2: 97 }),
    ]
    expect(visitOf(offAgain).sensorsOff).toEqual({ sinceMs: at(30), backAtMs: at(150) })
    const answer = did(170, 'samePatient', { answer: 'same', offSinceMs: at(30), backAtMs: at(150) })
    expect(visitOf([...offAgain, answer]).sensorsOff).toBeUndefined()
  })
  test('[VI60] a monitor that is silent meanwhile changes nothing, and a value that came too late is no sensor back', () => {
    const off = [...begun, vitals(10, { spo2: 97 }), vitals(20, { spo2: 'sensorOff' }), detached(25)]
    const back = [...off, attached(190), vitals(200, { spo2: 98 })]
    expect(visitOf(back).sensorsOff).toEqual({ sinceMs: at(20), backAtMs: at(200) })
    const late = vitals(200, { spo2: 98 }, { recovered: ['spo2'], measuredAtS: 15 })
    expect(visitOf([...off, late]).sensorsOff).toEqual({ sinceMs: at(20) })
  })
})

describe('gate, places, people, end', () => {
  const gate = (seconds: number) =>
    did(seconds, 'gate', { outcome: 'warn', findings: [], values: { systolic: 150 }, reason: 'known' })
  const asked = (seconds: number, event: 'asked' | 'refused') =>
    did(seconds, 'gateAsked', { event, findings: [], reason: 'please' })

  test('[VI64] an override that is asked for waits until it is refused or the gate is accepted', () => {
    expect(visitOf([opened(0), asked(10, 'asked')]).gateAsked).toMatchObject({
      by: 'R. Osei',
      reason: 'please',
    })
    const refused = visitOf([opened(0), asked(10, 'asked'), asked(20, 'refused')])
    expect(refused.gateAsked).toBeUndefined()
    expect(refused.gateRefused).toMatchObject({ recordedAtMs: at(20) })
    const accepted = visitOf([opened(0), asked(10, 'asked'), asked(20, 'refused'), gate(30)])
    expect(accepted.gate).toMatchObject({ outcome: 'warn', role: 'nurse', reason: 'known' })
    expect(accepted).not.toHaveProperty('gateRefused')
    expect(visitOf([opened(0), asked(20, 'refused'), asked(30, 'asked')])).not.toHaveProperty('gateRefused')
  })
  test('[VI65] re-assigned only once confirmed; the codes it stood under stay', () => {
    const step = (seconds: number, event: 'asked' | 'confirmed' | 'refused') =>
      did(seconds, 'reassignment', { event, fromCode: 'K-0417', toCode: 'K-0471', reason: 'mixed up' })
    expect(visitOf([opened(0), step(10, 'asked')])).toMatchObject({
      patientCode: 'K-0417',
      reassignment: { toCode: 'K-0471' },
    })
    const refused = visitOf([opened(0), step(10, 'asked'), step(20, 'refused')])
    expect(refused).toMatchObject({ patientCode: 'K-0417', formerCodes: [] })
    expect(refused.reassignment).toBeUndefined()
    expect(visitOf([opened(0), step(10, 'asked'), step(20, 'confirmed')])).toMatchObject({
      patientCode: 'K-0471',
      formerCodes: ['K-0417'],
      formerly: [
        {
          patientCode: 'K-0417',
          toCode: 'K-0471',
          untilMs: at(20),
          askedBy: 'R. Osei',
          confirmedBy: 'R. Osei',
        },
      ],
    })
  })
  test('[VI65] where it is, whether the house is left, what was signed off, where the drug went, how it ended', () => {
    const facts = [
      opened(0),
      did(10, 'moved', { fromRoomId: 'room-1' as never, toRoomId: 'room-2' as never, toRoomName: 'Room 2' }),
      did(20, 'evacuation', { event: 'called' }),
      did(25, 'evacuation', { event: 'called' }),
      did(30, 'signOff', { item: 'walks', met: true }),
      did(40, 'signOff', { item: 'advice', met: true }),
      undone(45, 6),
    ]
    expect(visitOf(facts)).toMatchObject({ roomId: 'room-2', roomName: 'Room 2', evacuatedAtMs: at(20) })
    expect(visitOf(facts).signOffs).toMatchObject({ walks: { met: true, by: 'R. Osei' } })
    expect(visitOf(facts).signOffs.advice).toBeUndefined()
    const ended = visitOf([
      ...facts,
      did(50, 'evacuation', { event: 'over' }),
      did(55, 'drugAccount', {
        lot: 'L1',
        drawnMg: 50,
        givenMg: 35,
        wastedMg: 15,
        witness: { personId: 'p-2', name: 'T. Boateng', role: 'nurse' } as never,
      }),
      did(60, 'session.closed', { openAlarms: [], outcome: 'left', reason: 'walked out' }),
    ])
    expect(ended.evacuatedAtMs).toBeUndefined()
    expect(ended.drugAccount).toMatchObject({ lot: 'L1', wastedMg: 15, witness: 'T. Boateng' })
    expect(ended.outcome).toMatchObject({ outcome: 'left', reason: 'walked out', by: 'R. Osei' })
    expect(visitOf([opened(0), did(60, 'session.closed', { openAlarms: [] })]).outcome).toBeUndefined()
  })
  test('[VI55] the plan of the pump log is the dose’s', () => {
    expect(fold([opened(0), dosed(1), pump(2, 'start', 52.5, 2, { plan: PLAN })]).infusion.plan).toEqual(PLAN)
  })
})
