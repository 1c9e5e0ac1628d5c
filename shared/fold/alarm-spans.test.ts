// Proves that the story of the alarms is the one the session's state tells, at every record of any history.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LogRecord } from '../record/record.ts'
import { stamp } from '../record/record.ts'
import {
  acknowledged,
  at,
  attached,
  closed,
  every1s,
  type Fact,
  hubGap,
  live,
  opened,
  RULES,
  since,
  vitals,
} from '../testing/given.ts'
import { history } from '../testing/histories.ts'
import { seldom, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { type AlarmSpan, foldAlarmSpans, higher, standingAcknowledgement } from './alarm-spans.ts'
import { emptySession, foldSession } from './session-state.ts'

const holds = seldom(4)

const spansOf = (log: readonly LogRecord[], from: readonly AlarmSpan[] = []): readonly AlarmSpan[] =>
  log.reduce(foldAlarmSpans, from)
/** Of the patient alone: what the monitor does not send is not what these are about. */
const PATIENT_ONLY = { ...RULES, technical: [] }
const lived = (facts: readonly Fact[], untilS: number) =>
  spansOf(live(facts, untilS, undefined, PATIENT_ONLY).log)

/** A history in which somebody acknowledges what is active, now and then. */
const attended = fc
  .tuple(history, fc.array(fc.nat(400), { maxLength: 12 }))
  .map(([{ facts, endS }, places]) => {
    const log: LogRecord[] = []
    let active: AlarmSpan[] = []
    for (const [index, record] of live(facts, endS).log.entries()) {
      const append = (one: Fact | LogRecord): void => {
        const hubAtMs = 'body' in one ? record.hubAtMs : one.hubAtMs
        const next = stamp('body' in one ? one.body : one, (log.length + 1) as never, hubAtMs)
        log.push({ ...next, seq: log.length + 1, hubAtMs } as LogRecord)
        active = spansOf(log.slice(-1), active).filter(({ endedAtMs }) => endedAtMs === undefined)
      }
      append(record)
      const [first] = active
      if (places.includes(index) && first !== undefined)
        append(acknowledged(0, first.alarmId, first.levels.at(-1)?.level ?? ''))
    }
    return log
  })

describe('any history', { timeout }, () => {
  test('[FO40] at every record the open spans are the active alarms: level, priority, transition, who took it', () => {
    holds(
      fc.property(attended, (log) => {
        let state = emptySession
        let spans: readonly AlarmSpan[] = []
        for (const record of log) {
          const { alarms } = state
          const before = spans
          state = foldSession(state, record)
          spans = foldAlarmSpans(spans, record)
          if (state.alarms === alarms) {
            expect(spans).toBe(before)
            continue
          }
          const open = spans.filter(({ endedAtMs }) => endedAtMs === undefined)
          expect(open).toHaveLength(Object.keys(state.alarms).length)
          for (const span of open) {
            const active = state.alarms[span.condition]
            const level = span.levels.at(-1)
            expect(active?.alarm).toEqual(level?.alarm)
            expect(active?.seq).toBe(level?.seq)
            expect(active?.alarm).toMatchObject({
              alarmId: span.alarmId,
              level: level?.level,
              priority: level?.priority,
            })
            const standing = standingAcknowledgement(span)
            if (standing === undefined) expect(active?.acknowledged).toBeUndefined()
            else {
              expect(active?.acknowledged).toMatchObject(standing)
            }
          }
        }
      }),
      8,
    )
  })
  test('[FO41] levels touch one another, the highest is the highest, an ended alarm has an end and its cause', () => {
    holds(
      fc.property(attended, (log) => {
        const spans = spansOf(log)
        const ids = new Set(spans.map(({ alarmId }) => alarmId))
        expect(ids.size).toBe(spans.length)
        for (const {
          levels,
          highest,
          raisedAtMs,
          decidedAtMs,
          endedAtMs,
          endedBy,
          endedWith,
          endedSeq,
        } of spans) {
          expect(levels[0]).toMatchObject({ fromMs: raisedAtMs, decidedAtMs })
          for (const [index, level] of levels.entries()) {
            const next = levels[index + 1]
            expect(level.toMs).toBe(next === undefined ? endedAtMs : next.fromMs)
            if (level.toMs !== undefined) expect(level.toMs).toBeGreaterThanOrEqual(level.fromMs)
            expect(level.decidedAtMs).toBeGreaterThanOrEqual(level.fromMs)
            if (next !== undefined) expect(next.seq).toBeGreaterThan(level.seq)
          }
          expect(highest).toBe(levels.map(({ priority }) => priority).reduce(higher))
          const known = [endedAtMs, endedBy, endedWith, endedSeq].filter((one) => one !== undefined)
          expect([0, 4]).toContain(known.length)
        }
        const raised = log.filter((record) => record.kind === 'alarm' && record.transition === 'raised')
        expect(spans).toHaveLength(raised.length)
      }),
      5,
    )
  })
  test('[FO42] it may be interrupted anywhere, and kept as JSON meanwhile', () => {
    holds(
      fc.property(attended, fc.nat(), (log, cut) => {
        const index = cut % log.length
        const first = JSON.parse(JSON.stringify(spansOf(log.slice(0, index)))) as AlarmSpan[]
        expect(spansOf(log.slice(index), first)).toEqual(spansOf(log))
      }),
      5,
    )
  })
})

describe('an alarm', () => {
  const fast = [opened(0), attached(0), ...every1s(1, 16, { heartRate: 120 })]
  const id = `hrHigh@${at(16)}`

  test('[FO41] its story: raised, risen, fallen, ended, and by what', () => {
    const facts = [
      ...fast,
      ...every1s(17, 27, { heartRate: 140 }),
      ...every1s(28, 45, { heartRate: 120 }),
      ...every1s(46, 80, { heartRate: 80 }),
    ]
    const [span, ...others] = lived(facts, 80)
    expect(others).toEqual([])
    expect(span).toMatchObject({ alarmId: id, highest: 'high', endedBy: 'measurement' })
    expect(
      span?.levels.map(({ level, alarm, fromMs, toMs }) => [
        level,
        alarm.transition,
        since(fromMs),
        since(toMs ?? 0),
      ]),
    ).toEqual([
      ['high', 'raised', 16, 27],
      ['veryHigh', 'rose', 27, 38],
      ['high', 'fell', 38, 56],
    ])
  })
  test('[FO43] an acknowledgement stays in the story; a rise asks anew, a fall does not', () => {
    const taken = [...fast, acknowledged(17, id, 'high')]
    const rose = [...taken, ...every1s(18, 28, { heartRate: 140 })]
    const again = [...rose, acknowledged(29, id, 'veryHigh'), ...every1s(30, 45, { heartRate: 120 })]
    const standing = (facts: readonly Fact[], untilS: number) => {
      const [span] = lived(facts, untilS)
      return [span?.acknowledged.length, span && standingAcknowledgement(span)?.level]
    }
    expect(standing(taken, 17)).toEqual([1, 'high'])
    expect(standing(rose, 28)).toEqual([1, undefined])
    expect(standing(again, 45)).toEqual([2, 'veryHigh'])
  })
  test('[FO43] an acknowledgement of an alarm that is over is an answer to it; of one that never was it changes nothing', () => {
    const over = live([...fast, closed(20)], 21, undefined, PATIENT_ONLY).log
    const spans = spansOf(over)
    const seen = (alarmId: string) =>
      foldAlarmSpans(spans, stamp(acknowledged(22, alarmId, 'high').body, 99 as never, at(22)))
    expect(seen('hrHigh@1')).toBe(spans)
    const [after] = seen(id)
    expect(after).toMatchObject({ endedAtMs: at(20), acknowledged: [{ seq: 99, atMs: at(22) }] })
    expect(spans[0]).toMatchObject({ endedBy: 'sessionClosed', endedAtMs: at(20) })
  })
  test('[FO44] what was decided late stands at its due time and says when it was decided', () => {
    const facts = [
      opened(0),
      attached(0),
      ...every1s(1, 12, { heartRate: 120 }),
      hubGap(12.5, 60),
      vitals(61, { heartRate: 120 }),
    ]
    const [span] = lived(facts, 61)
    expect(since(span?.raisedAtMs ?? 0)).toBe(16)
    expect(since(span?.decidedAtMs ?? 0)).toBe(60)
  })
  test('[FO45] measurements leave the same array; a foreign end, or one alarm in the place of another, is taken as it is', () => {
    const { log } = live(fast, 16, undefined, PATIENT_ONLY)
    const spans = spansOf(log)
    expect(foldAlarmSpans(spans, log[3] as LogRecord)).toBe(spans)
    const alarm = spans[0]?.levels[0]?.alarm
    if (alarm === undefined) throw new Error('no alarm')
    const end = stamp({ ...alarm, transition: 'ended' }, 90 as never, at(90))
    expect(foldAlarmSpans([], end)).toEqual([])
    const other = stamp({ ...alarm, alarmId: 'hrHigh@5' as never, dueAtMs: at(50) }, 91 as never, at(91))
    const both = foldAlarmSpans(spans, other)
    expect(both.map(({ alarmId, endedAtMs }) => [alarmId, endedAtMs])).toEqual([
      [id, at(50)],
      ['hrHigh@5', undefined],
    ])
  })
})
