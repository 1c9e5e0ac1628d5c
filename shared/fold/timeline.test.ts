// The events at the chair, in plain English; measurements are not events, failures are.
import { describe, expect, test } from 'vitest'
import type { DecodedRecord } from '../record/line.ts'
import type { RecordBody } from '../record/record.ts'
import {
  acknowledged,
  at,
  attached,
  closed,
  cuff,
  cuffFailed,
  detached,
  every1s,
  type Fact,
  hubGap,
  infusion,
  live,
  NURSE,
  opened,
  quarantine,
  RULES,
  records,
  vitals,
} from '../testing/given.ts'
import { emptySession, foldSession } from './session-state.ts'
import { type TimelineEntry, timelineEntry } from './timeline.ts'

function timeline(facts: readonly Fact[], untilS: number): TimelineEntry[] {
  let state = emptySession
  return live(facts, untilS, undefined, { ...RULES, technical: [] }).log.flatMap((record) => {
    const entry = timelineEntry(record, state)
    state = foldSession(state, record)
    return entry === undefined ? [] : [entry]
  })
}
const texts = (facts: readonly Fact[], untilS = 3_600) => timeline(facts, untilS).map(({ text }) => text)
const COMMAND = '00000000000000000000000000000001' as never
const fact = (seconds: number, body: RecordBody): Fact => ({ atMs: at(seconds), body })

describe('timeline', () => {
  test('[FO20] what a person did, by name, with the rate before', () => {
    const facts = [
      opened(0),
      infusion(10, 'start', 52.5),
      infusion(20, 'rate', 30),
      infusion(30, 'pause', 0),
      infusion(40, 'resume', 30),
      infusion(50, 'stop', 0),
      closed(60),
    ]
    expect(texts(facts)).toEqual([
      'Session opened by R. Osei',
      'Pump started at 52.5 mL/h · R. Osei',
      'Pump rate 52.5 → 30 mL/h · R. Osei',
      'Pump paused (was 30 mL/h) · R. Osei',
      'Pump resumed at 30 mL/h · R. Osei',
      'Pump stopped (was 30 mL/h) · R. Osei',
      'Session closed by R. Osei',
    ])
  })
  test('[FO20] an act stands where it was done, not where it was recorded', () => {
    const late = infusion(100, 'stop', 0)
    const body = { ...late.body, atMs: at(40) } as RecordBody
    expect(timeline([{ ...late, body }], 200)).toEqual([
      { atMs: at(40), kind: 'infusion', text: 'Pump stopped · R. Osei · recorded 1:00 later' },
    ])
  })
  test('[FO21] alarms, each transition and each acknowledgement', () => {
    const facts = [
      cuff(0, 165, 90),
      cuff(60, 164, 90),
      acknowledged(65, `bpHigh@${at(60)}`, 'high'),
      cuff(300, 205, 95),
      cuff(600, 120, 70),
    ]
    expect(timeline(facts, 700).map(({ kind, text, priority }) => [kind, text, priority])).toEqual([
      ['cuff', 'BP high (SBP 165): repeat due', undefined],
      ['cuff', 'BP high (SBP 164): repeat agreed', undefined],
      ['alarm', '!! BP high: SBP 164 ≥ 160', 'medium'],
      ['acknowledgement', 'BP high acknowledged by R. Osei', undefined],
      ['alarm', '!!! Now BP extremely high: SBP 205 ≥ 200', 'high'],
      ['alarm', 'BP extremely high ended: BP 120/70', undefined],
    ])
  })
  test('[FO21] a decision that came late stands at its due time and says so', () => {
    const entries = timeline([...every1s(0, 5, { heartRate: 131 }), hubGap(6, 306)], 306)
    expect(entries).toEqual([
      { atMs: at(6), kind: 'hub', text: 'Hub was away for 5:00: nothing recorded, nothing judged' },
      {
        atMs: at(10),
        kind: 'alarm',
        text: '!!! HR very high: HR 131 > 130, decided 4:56 later',
        priority: 'high',
      },
    ])
  })
  test('[FO22] devices by name, gaps by cause, quarantine in capitals', () => {
    const facts = [
      attached(0),
      fact(5, { kind: 'device.clock', deviceId: 'monitor-1' as never, offsetMs: 0, changedByMs: -6_000 }),
      detached(10),
      fact(40, { kind: 'hub.gap', fromMs: at(20), toMs: at(40), cause: 'clockForward' }),
      quarantine(50, true),
      quarantine(60, false),
    ]
    expect(texts(facts)).toEqual([
      'Monitor 1 connected',
      'Monitor 1: its clock changed by −0:06, corrected',
      'Monitor 1 lost',
      'Hub clock moved forward by 0:20',
      'ALARMS NOT JUDGED HERE: an invariant broke',
      'Alarms are judged again',
    ])
  })
  test('[FO23] a cuff that gave nothing usable is an event, a reading is not', () => {
    const facts = [cuff(0, 120, 80), cuffFailed(300), cuff(600, 80, 75), cuff(900, undefined, undefined, 94)]
    expect(texts(facts)).toEqual([
      'Cuff failed: no reading',
      'Cuff 80/75 cannot be, not judged',
      'Cuff gave a mean only (94), not judged',
    ])
  })
  test('[FO23] a refused report says why', () => {
    const refused = fact(1, {
      kind: 'refused',
      deviceId: 'monitor-1' as never,
      code: 'implausible-value',
      message: 'SpO₂ 140 % is outside what a monitor can measure (1 to 100).',
    })
    expect(texts([attached(0), refused])[1]).toBe(
      'Refused from Monitor 1: SpO₂ 140 % is outside what a monitor can measure (1 to 100).',
    )
  })
  test('[UI398] a chair that was never quiet is not said to be quiet no more', () => {
    const act = { by: NURSE, commandId: COMMAND }
    const chair = (seconds: number, on: boolean, bedsideAlarmsOn: boolean) =>
      fact(seconds, { kind: 'quietChair', ...act, on, bedsideAlarmsOn })
    const said = (...facts: ReturnType<typeof fact>[]): string[] => {
      let state = emptySession
      return records(facts as Fact[]).flatMap((record) => {
        const entry = timelineEntry(record, state)
        state = foldSession(state, record)
        return entry === undefined ? [] : [entry.text]
      })
    }
    const ON = 'The bedside monitor’s alarms are on · R. Osei'
    expect(said(chair(1, false, true))).toEqual([ON])
    expect(said(chair(1, false, true), chair(2, true, true), chair(3, false, true))).toEqual([
      ON,
      'Quiet chair: the bedside monitor’s alarms are on · R. Osei',
      'Chair not quiet any more · R. Osei',
    ])
    expect(said(chair(1, false, true), chair(2, false, false))).toEqual([
      ON,
      'The bedside monitor’s alarms: not said to be on any more · R. Osei',
    ])
    // The answer of the check-in says it already.
    const answer = fact(1, {
      kind: 'checkIn',
      ...act,
      item: 'bedsideAlarms',
      detail: { item: 'bedsideAlarms' },
    } as never)
    expect(said(answer, chair(1, false, true))).toHaveLength(1)
  })
  test('[FO26] what people did about alarms and for the patient, by name or unsigned', () => {
    const by = NURSE
    const act = { by, commandId: COMMAND }
    const facts = [
      fact(1, { kind: 'phase', ...act, phase: 'checkIn' }),
      fact(2, { kind: 'baseline', ...act, systolic: 124, diastolic: 78, heartRate: 72, spo2: 97 }),
      fact(3, {
        kind: 'limits',
        ...act,
        limits: [{ condition: 'bpHigh', level: 'high', quantity: 'systolic', value: 170, was: 160 }],
        reason: 'physician asked',
      }),
      fact(4, { kind: 'quietChair', ...act, on: true, bedsideAlarmsOn: true }),
      fact(5, { kind: 'placement', ...act, cuff: 'leftArm', probe: 'rightArm' }),
      fact(6, { kind: 'medication', ...act, drug: 'labetalol', note: '10 mg', atMs: at(6) }),
      fact(7, { kind: 'manual', ...act, measuredAtMs: at(5), values: { systolic: 130, diastolic: 80 } }),
      fact(8, { kind: 'assessment', ...act, scale: 'moaas', value: 5, atMs: at(8) }),
      fact(9, { kind: 'holding', ...act, what: 'offOnPurpose', on: true, with: 'R. Osei', untilMs: at(609) }),
      fact(10, { kind: 'monitorOff', ...act, on: true }),
      fact(11, { kind: 'audioOff', ...act, on: true, reason: 'asleep' }),
      fact(12, { kind: 'symptom', commandId: COMMAND, symptom: 'chestPain' }),
      fact(13, { kind: 'helpStamp', commandId: COMMAND, stamp: 'emsCalled' }),
      fact(14, { kind: 'claimed', ...act, ofSeq: 12 as never }),
      fact(15, {
        kind: 'battery',
        deviceId: 'monitor-1' as never,
        state: 'low',
        percent: 9,
      }),
      fact(16, { kind: 'personLeft', person: by, cause: 'handedOver' }),
    ] as Fact[]
    // The words of the facts themselves; what the engine decides on them is the engine's.
    const said = records(facts).flatMap((record) => timelineEntry(record) ?? [])
    expect(said.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'care: Phase: check-in · R. Osei',
      'care: Baseline BP 124/78 · HR 72 · SpO₂ 97 · R. Osei',
      'care: Limits: SBP 170 (was 160): physician asked · R. Osei',
      'care: Quiet chair: the bedside monitor’s alarms are on · R. Osei',
      'care: Placed: cuff left arm, probe right hand · R. Osei',
      'care: Given: labetalol (10 mg) · R. Osei',
      'care: Measured by hand: BP 130/80 · R. Osei',
      'care: MOAA/S 5 · R. Osei',
      'care: Off on purpose for 10:00, with R. Osei · R. Osei',
      'care: Monitor off · R. Osei',
      'acknowledgement: AUDIO OFF by R. Osei: asleep',
      'help: Symptom: chest pain · unsigned',
      'help: HELP: EMS called · unsigned',
      'session: An unsigned act was claimed by R. Osei',
      'device: monitor-1: battery low (9 %)',
      'acknowledgement: R. Osei handed the room over',
    ])
    expect(said[6]?.atMs).toBe(at(5))
  })
  test('[FO24] an entry by a newer version is shown as that', () => {
    const unknown = {
      v: 1,
      seq: 3,
      hubAtMs: at(11),
      kind: 'unknown',
      originalKind: 'baseline',
    } as unknown as DecodedRecord
    expect(timelineEntry(unknown)).toEqual({
      atMs: at(11),
      kind: 'unknown',
      text: 'An entry by a newer version (baseline)',
    })
  })
  test('[FO25] that a session came in as a file is no event of it', () => {
    const file = { name: 'a.csv', bytes: 1, sha256: 'a'.repeat(64), format: 'csv' as const }
    expect(texts([fact(5, { kind: 'session.imported', by: NURSE, file, dated: false })])).toEqual([])
  })
  test('[FO20] measurements and housekeeping are not events', () => {
    expect(texts([vitals(1, { heartRate: 72 }), cuff(2, 120, 80)])).toEqual([])
  })
})
