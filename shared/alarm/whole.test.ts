// The alarm system as one: properties over whole days in a clinic.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SessionState } from '../fold/session-state.ts'
import type { LogRecord } from '../record/record.ts'
import { type Day, factLine, livesThrough } from '../testing/clinic.ts'
import { clinicDay } from '../testing/clinic-histories.ts'
import { IN_FORCE, RULES, since } from '../testing/given.ts'
import { holds, PROPERTY_TIMEOUT_MS } from '../testing/runs.ts'
import { advanceTo, evolve, initialEngine } from './engine.ts'
import { ladderOf } from './rules.ts'
import { isSaid } from './silence-times.ts'
import { soundingAt, soundRoomOfSession } from './sounding.ts'
import { isJudgedAnew } from './what-if.ts'

const timeout = PROPERTY_TIMEOUT_MS
const lines = (day: Day): string[] => day.decided.map(factLine)
const isLadder = (condition: string): boolean => ladderOf(IN_FORCE, condition) !== undefined
const soundOf = (session: SessionState, alarmId: string, nowMs: number) =>
  soundingAt(soundRoomOfSession(session), { place: 'station', nowMs }).find((one) => one.alarmId === alarmId)
const isPaused = (session: SessionState, alarmId: string, nowMs: number): boolean =>
  soundOf(session, alarmId, nowMs)?.why === 'paused'
/** By a person: heard nowhere, and somebody knows. */
const isQuietened = (session: SessionState, alarmId: string, nowMs: number): boolean =>
  ['acknowledged', 'coming', 'paused', 'taken', 'helpQuiet'].includes(
    soundOf(session, alarmId, nowMs)?.why ?? '',
  ) ||
  soundingAt(soundRoomOfSession(session), { place: 'chair', nowMs }).some(
    (one) => one.alarmId === alarmId && one.why === 'helpQuiet',
  )
const isPerson = (condition: string): boolean => condition === 'help' || condition.startsWith('symptom')

describe('time', { timeout }, () => {
  test('[AL1] however often it is asked, a whole day is decided the same', () => {
    holds(
      fc.property(clinicDay, fc.constantFrom(137, 1_000, 7_301), ({ steps, endS }, tickMs) => {
        const asked = livesThrough(steps, endS, { tickMs })
        const plain = livesThrough(steps, endS)
        expect(lines(asked)).toEqual(lines(plain))
        expect(asked.engine).toEqual(plain.engine)
      }),
      4,
    )
  })

  test('[AL2] a hub that restarts anywhere, and learns from the records alone, decides the same', () => {
    holds(
      fc.property(
        clinicDay,
        fc.array(fc.nat(1_000), { minLength: 1, maxLength: 4 }),
        ({ steps, endS }, shares) => {
          const restartsAtS = shares.map((share) => (since(steps.at(-1)?.atMs ?? 0) * share) / 1_000)
          const restarted = livesThrough(steps, endS, { restartsAtS })
          const plain = livesThrough(steps, endS)
          expect(lines(restarted)).toEqual(lines(plain))
          expect(restarted.engine).toEqual(plain.engine)
        },
      ),
      4,
    )
  })

  test('[AL2] a fold of the records, cut anywhere, then the time, is the state of the hub that lived through them', () => {
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        const day = livesThrough(steps, endS)
        const learned = day.log.reduce((state, record) => evolve(RULES, state, record), initialEngine())
        expect(advanceTo(RULES, learned, day.atMs).state).toEqual(day.engine)
      }),
      2,
    )
  })
})

describe('what may end a condition', { timeout }, () => {
  test('[AL7] only what clinical facts §4 names', () => {
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        const { log } = livesThrough(steps, endS)
        /** The newest record that is not a decision: what the decisions behind it were made on. */
        let cause: LogRecord | undefined
        for (const record of log) {
          if (isJudgedAnew(record) || record.kind === 'acknowledgement' || record.kind === 'resolved')
            cause = record
          if (record.kind !== 'alarm' || record.transition !== 'ended') continue
          const { condition, endedBy } = record
          if (endedBy === 'sessionClosed') expect(cause?.kind).toBe('session.closed')
          else if (isLadder(condition)) {
            expect(['measurement', 'manual', 'limitsChanged']).toContain(endedBy)
            if (endedBy === 'measurement') expect(['vitals', 'bloodPressure']).toContain(cause?.kind)
            if (endedBy === 'manual') expect(cause?.kind).toBe('manual')
            if (endedBy === 'limitsChanged') expect(cause?.kind).toBe('limits')
          } else if (isPerson(condition)) {
            expect(endedBy).toBe('clinician')
            expect(cause?.kind).toBe('resolved')
          } else if (condition === 'recovered') {
            expect(endedBy).toBe('clinician')
            expect(cause?.kind).toBe('acknowledgement')
          } else expect(['restored', 'superseded', 'clinician']).toContain(endedBy)
        }
      }),
      2,
    )
  })

  test('[AL8] backfill starts and ends nothing but its own report', () => {
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        /** The step without what came late; undefined: nothing of it is left. */
        const current = (step: (typeof steps)[number]): (typeof steps)[number] | undefined => {
          if (!('body' in step)) return step
          const { body } = step
          if (body.kind === 'bloodPressure') return body.recovered === true ? undefined : step
          if (body.kind !== 'vitals' || body.recovered === undefined) return step
          const { recovered, ...kept } = body
          const readings = Object.fromEntries(
            Object.entries(body.readings).filter(([signal]) => !recovered.includes(signal as never)),
          )
          return Object.keys(readings).length === 0 ? undefined : { ...step, body: { ...kept, readings } }
        }
        const own = (line: string): boolean => /\brecovered\b/.test(line)
        const mayTouch = /^silence|^told/
        const all = lines(livesThrough(steps, endS)).filter((line) => !own(line) && !mayTouch.test(line))
        const without = lines(
          livesThrough(
            steps.flatMap((step) => current(step) ?? []),
            endS,
          ),
        ).filter((line) => !own(line) && !mayTouch.test(line))
        expect(all).toEqual(without)
      }),
      4,
    )
  })

  test('[AL10] one level a ladder, one id from raised to ended', () => {
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        const active = new Map<string, { id: string; level: string }>()
        for (const fact of livesThrough(steps, endS).decided) {
          if (fact.kind !== 'alarm') continue
          const before = active.get(fact.condition)
          if (fact.transition === 'raised') expect(before).toBeUndefined()
          else expect(before?.id).toBe(fact.alarmId)
          if (fact.transition === 'ended') active.delete(fact.condition)
          else active.set(fact.condition, { id: fact.alarmId, level: fact.level })
        }
      }),
      2,
    )
  })
})

describe('silence ends', { timeout }, () => {
  test('[AL76] every pause and every Coming is over when its time is', () => {
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        const { moments, session } = livesThrough(steps, endS)
        for (const { session: now, atMs, record } of moments) {
          // The engine is asked before each record, so nothing that is over is still in force after one. An absence of the
          // hub is known only when it is over; what fell due in it is written right behind it.
          if (!isJudgedAnew(record) || record.kind === 'hub.gap') continue
          if (now.closed !== undefined || now.quarantined) continue
          const { paused, helpQuiet } = now.audio
          if (paused !== undefined) expect(paused.untilMs).toBeGreaterThanOrEqual(atMs)
          if (helpQuiet !== undefined) expect(helpQuiet.untilMs).toBeGreaterThanOrEqual(atMs)
          for (const { coming } of Object.values(now.alarms))
            if (coming !== undefined) expect(coming.untilMs).toBeGreaterThanOrEqual(atMs)
        }
        expect(session).toBeDefined()
      }),
      2,
    )
  })

  test('[AL99] a HIGH is recorded, and sounds wherever somebody can hear, unless it is acknowledged, answered or paused', () => {
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        const { moments } = livesThrough(steps, endS)
        let deafSinceMs: number | undefined
        for (const { session, atMs, record } of moments) {
          const { coverage } = session
          if (record.kind === 'coverage' || record.kind === 'hub.gap')
            deafSinceMs = coverage !== undefined && coverage.audible.length === 0 ? atMs : undefined
          // What this very record brings is written behind it.
          if (!isJudgedAnew(record) || record.kind === 'hub.gap' || record.kind === 'coverage') continue
          if (coverage === undefined) continue
          if (session.closed !== undefined || session.quarantined) continue
          const room = soundRoomOfSession(session)
          for (const { alarm, acknowledged, coming, escalated } of Object.values(session.alarms)) {
            if (alarm.priority !== 'high' || alarm.silent) continue
            const sounds = coverage.audible.some((place) =>
              soundingAt(room, { place, nowMs: atMs }).some(
                (one) => one.alarmId === alarm.alarmId && one.sounds,
              ),
            )
            if (sounds) continue
            // What a person said does not sound where it was said: the physician is told at once instead.
            if (isSaid(alarm.condition)) {
              if (coverage.audible.some((place) => place !== 'chair'))
                expect(isQuietened(session, alarm.alarmId, atMs)).toBe(true)
              else if (alarm.dueAtMs < atMs) expect(escalated.map(({ step }) => step)).toContain('physician')
              continue
            }
            if (coverage.audible.length === 0) {
              const deafForMs = atMs - (deafSinceMs ?? atMs)
              // 10 s, and the grace after an absence of the hub.
              if (deafForMs > 26_000) expect(session.alarms['noAudibleScreen']).toBeDefined()
              continue
            }
            expect(
              acknowledged !== undefined || coming !== undefined || isQuietened(session, alarm.alarmId, atMs),
            ).toBe(true)
            if (coming !== undefined && acknowledged === undefined && !isPaused(session, alarm.alarmId, atMs))
              expect(atMs - coming.atMs).toBeLessThanOrEqual(60_000)
          }
        }
      }),
      2,
    )
  })
})
