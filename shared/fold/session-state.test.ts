// What a session is at a cursor: the same records give the same state, and silence is kept apart from values.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recordSeq } from '../ids.ts'
import { type LogRecord, stamp } from '../record/record.ts'
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
  records,
  spo2,
  vitals,
} from '../testing/given.ts'
import { history } from '../testing/histories.ts'
import { seldom, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { activeAlarm, declaredEveryMs, emptySession, foldSession, leastReal } from './session-state.ts'

const holds = seldom(10)

const fold = (facts: readonly Fact[]) => records(facts).reduce(foldSession, emptySession)
/** With the alarms that the hub's engine adds. */
const lived = (facts: readonly Fact[], untilS: number) =>
  live(facts, untilS).log.reduce(foldSession, emptySession)

describe('any history', { timeout }, () => {
  test('[FO1] fold(a ++ b) is fold(b) from fold(a), and the state is plain JSON', () => {
    holds(
      fc.property(history, fc.nat(), ({ facts, endS }, cut) => {
        const { log } = live(facts, endS)
        const index = cut % log.length
        const first = JSON.parse(JSON.stringify(log.slice(0, index).reduce(foldSession, emptySession)))
        const whole = log.reduce(foldSession, emptySession)
        expect(log.slice(index).reduce(foldSession, first)).toEqual(whole)
        expect(JSON.parse(JSON.stringify(whole))).toEqual(whole)
      }),
    )
  })
  test('[FO2] the active alarms are those of the engine that decided them', () => {
    holds(
      fc.property(history, ({ facts, endS }) => {
        const run = live(facts, endS)
        const { alarms } = run.log.reduce(foldSession, emptySession)
        const levels = Object.entries(alarms).map(([condition, { alarm }]) => [
          condition,
          alarm.alarmId,
          alarm.level,
        ])
        expect(levels.sort()).toEqual(
          Object.entries(run.state.active)
            .map(([condition, { alarmId, level }]) => [condition, alarmId, level])
            .sort(),
        )
      }),
    )
  })
})

describe('numbers', () => {
  test('[FO3] unavailable replaces the value, keeps the last one with its time, and says since when', () => {
    const state = fold([vitals(1, spo2(97)), vitals(2, spo2('sensorOff')), vitals(3, spo2('noReading'))])
    expect(state.signals.spo2).toMatchObject({
      reading: { status: 'unavailable', reason: 'noReading' },
      measuredAtMs: at(3),
      lastValue: 97,
      lastValueAtMs: at(1),
      unavailableSinceMs: at(2),
    })
    expect(fold([vitals(1, spo2('sensorOff')), vitals(2, spo2(96))]).signals.spo2).toEqual({
      reading: { status: 'measured', value: 96 },
      measuredAtMs: at(2),
      deviceId: 'monitor-1',
      lastValue: 96,
      lastValueAtMs: at(2),
    })
  })
  test('[FO4] recovered values are counted and change no number', () => {
    const state = fold([
      vitals(10, spo2(97)),
      vitals(11, spo2(60), { recovered: ['spo2', 'pulseRate'], measuredAtS: 2 }),
      cuff(12, 120, 80),
      cuff(13, 210, 120, undefined, { recovered: true }),
    ])
    expect(state.recoveredCount).toBe(3)
    expect(state.signals.spo2?.lastValue).toBe(97)
    expect(state.cuff.last).toMatchObject({ systolic: 120 })
  })
  test('[FO5] a failed cuff cycle is counted and is not a reading', () => {
    const state = fold([cuff(0, 120, 80), cuffFailed(300), cuffFailed(330)])
    expect(state.cuff).toMatchObject({
      failures: 2,
      lastFailureAtMs: at(330),
      last: { systolic: 120, measuredAtMs: at(0) },
    })
    expect(fold([cuffFailed(300), cuff(360, 130, 85)]).cuff.failures).toBe(0)
  })
  test('[FO6] the interval is the one the signal’s own device declared', () => {
    const state = fold([attached(0, { spo2: 60_000 }), vitals(1, spo2(97))])
    expect(declaredEveryMs(state, 'spo2')).toBe(60_000)
    expect(declaredEveryMs(state, 'heartRate')).toBeUndefined()
  })
  test('[FO7] a lost device stays listed as not connected, and its numbers age by themselves', () => {
    const state = fold([attached(0), vitals(1, spo2(97)), detached(5)])
    expect(state.sources['monitor-1']).toMatchObject({ connected: false, changedAtMs: at(5) })
    expect(state.signals.spo2?.lastValue).toBe(97)
  })
  test('[FO8] of two origins a screen admits to the least real', () => {
    expect(leastReal('monitor', 'recorded')).toBe('recorded')
    expect(leastReal('simulated', 'monitor')).toBe('simulated')
    expect(leastReal('monitor', 'monitor')).toBe('monitor')
  })
})

describe('infusion', () => {
  test('[FO9] the pump log: phase, rate and every change', () => {
    const state = fold([
      infusion(0, 'start', 52.5),
      infusion(60, 'rate', 30),
      infusion(120, 'pause', 0),
      infusion(180, 'resume', 30),
      infusion(240, 'stop', 0),
    ])
    expect(state.infusion).toMatchObject({
      phase: 'stopped',
      startedAtMs: at(0),
      stoppedAtMs: at(240),
      rateMlPerHr: 0,
    })
    expect(state.infusion.rates.map(({ rateMlPerHr }) => rateMlPerHr)).toEqual([52.5, 30, 0, 30, 0])
    const again = fold([infusion(0, 'start', 50), infusion(60, 'stop', 0), infusion(90, 'start', 40)])
    expect(again.infusion).toMatchObject({ phase: 'infusing', startedAtMs: at(0) })
    expect(again.infusion.stoppedAtMs).toBeUndefined()
  })
})

describe('alarms and who took them', () => {
  const raised = every1s(0, 15, { heartRate: 120 })
  const id = `hrHigh@${at(15)}`

  test('[FO10] an acknowledgement names the person, and belongs to the alarm with that id only', () => {
    const state = lived([...raised, acknowledged(16, id, 'high')], 17)
    expect(state.alarms.hrHigh?.acknowledged).toMatchObject({ by: 'R. Osei', atMs: at(16), level: 'high' })
    expect(activeAlarm(state, id as never)?.alarm.level).toBe('high')
    const other = lived([...raised, acknowledged(16, 'hrHigh@1', 'high')], 17)
    expect(other.alarms.hrHigh?.acknowledged).toBeUndefined()
  })
  test('[FO11] a rise ends the acknowledgement, a fall keeps it', () => {
    const rose = [...raised, acknowledged(16, id, 'high'), ...every1s(17, 27, { heartRate: 140 })]
    expect(lived(rose, 27).alarms.hrHigh).toMatchObject({ alarm: { level: 'veryHigh' } })
    expect(lived(rose, 27).alarms.hrHigh?.acknowledged).toBeUndefined()
    const fell = [...rose, acknowledged(28, id, 'veryHigh'), ...every1s(29, 39, { heartRate: 120 })]
    expect(lived(fell, 39).alarms.hrHigh).toMatchObject({
      alarm: { level: 'high', transition: 'fell' },
      acknowledged: { by: 'R. Osei' },
    })
  })
  test('[FO12] the session says when it was closed, by whom, and holds no alarm afterwards', () => {
    const state = lived([opened(0), ...raised, closed(20)], 30)
    expect(state.closed).toEqual({ atMs: at(20), by: 'R. Osei' })
    expect(state.alarms).toEqual({})
  })
})

describe('the hub’s own facts', () => {
  test('[FO13] gaps, quarantine and what nobody understands are kept', () => {
    const facts = records([hubGap(3, 9), quarantine(10, true)])
    const unknown = {
      v: 1,
      seq: 3,
      hubAtMs: at(11),
      kind: 'unknown',
      originalKind: 'baseline',
    } as unknown as (typeof facts)[0]
    const state = [...facts, unknown].reduce(foldSession, emptySession)
    expect(state).toMatchObject({
      lastGap: { fromMs: at(3), toMs: at(9) },
      quarantined: true,
      unknownCount: 1,
      head: 3,
      headAtMs: at(11),
    })
  })
})

describe('what came in as a file', () => {
  const imported = (seq: number, name: string, dated: boolean): LogRecord => {
    const file = { name, bytes: 10, sha256: '0'.repeat(64), format: 'csv' as const }
    return stamp({ kind: 'session.imported', by: NURSE, file, dated }, recordSeq(seq), at(9_000 + seq))
  }
  test('[FO14] each import is kept with its file, time and person; nothing else of the session changes', () => {
    const before = lived([opened(0), ...every1s(1, 20, { heartRate: 120 }), closed(21)], 30)
    const first = imported(before.head + 1, 'a.csv', false)
    const second = imported(before.head + 2, 'b.ndjson', true)
    const state = [first, second].reduce(foldSession, before)
    expect(state).toEqual({
      ...before,
      head: before.head + 2,
      headAtMs: second.hubAtMs,
      imported: [
        { file: (first as { file?: unknown }).file, dated: false, atMs: first.hubAtMs, by: 'R. Osei' },
        { file: (second as { file?: unknown }).file, dated: true, atMs: second.hubAtMs, by: 'R. Osei' },
      ],
    })
    expect(before.imported).toBeUndefined()
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  })
})
