// What must hold of every day: a HIGH is logged and can be heard, silences end, what worsens sounds again.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SessionState } from '../fold/session-state.ts'
import type { LogRecord } from '../record/record.ts'
import { type Day, livesThrough } from '../testing/clinic.ts'
import { clinicDay } from '../testing/clinic-histories.ts'
import { IN_FORCE, RULES } from '../testing/given.ts'
import { seldom, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { ladderOf } from './rules.ts'
import { acknowledgementHoldsMs, isSaid } from './silence/silence-times.ts'
import { type Place, soundingAt, soundRoomOfSession } from './silence/sounding.ts'

const holds = seldom(10)

const { silence } = RULES
const PLACES: readonly Place[] = ['chair', 'station', 'wall']

/** The moments after which nothing more was decided at the same time: what screens then show. */
const settled = (day: Day): Day['moments'] =>
  day.moments.filter(({ atMs }, index) => day.moments[index + 1]?.atMs !== atMs)
const isWatched = (session: SessionState): boolean =>
  session.coverage !== undefined && session.closed === undefined && !session.quarantined
const heardAt = (session: SessionState, place: Place, atMs: number) =>
  soundingAt(soundRoomOfSession(session), { place, nowMs: atMs })

describe('a HIGH', { timeout }, () => {
  test('[AL99] is logged, and sounds at the station, unless it is acknowledged, answered less than 60 s ago, or was sounding when audio was paused', () => {
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        const day = livesThrough(steps, endS)
        for (const [index, { session, atMs, engine, record }] of settled(day).entries()) {
          // Most moments are measurements that change nothing of this.
          if (!isWatched(session) || (record.kind === 'vitals' && index % 8 !== 0)) continue
          // What the engine holds for HIGH is in the log.
          for (const [condition, { priority }] of Object.entries(engine.active))
            if (priority === 'high') expect(session.alarms[condition]?.alarm.priority).toBe('high')
          for (const { alarmId, priority, sounds } of heardAt(session, 'station', atMs)) {
            const active = Object.values(session.alarms).find(({ alarm }) => alarm.alarmId === alarmId)
            if (priority !== 'high' || sounds || active === undefined) continue
            const { acknowledged, coming, taken, alarm } = active
            const pauses = [...(session.audio.earlier ?? []), session.audio.paused]
            const excused =
              acknowledged !== undefined ||
              (coming !== undefined && atMs - coming.atMs < silence.comingMs) ||
              pauses.some((pause) => pause?.alarmIds.includes(alarm.alarmId) && atMs < pause.untilMs) ||
              (isSaid(alarm.condition) && taken !== undefined) ||
              alarm.silent === true
            expect(excused, `${alarmId} is silent`).toBe(true)
          }
        }
      }),
      8,
    )
  })
  test('[AL99] is heard somewhere, or "no audible screen" is raised within its delay', () => {
    const rule = RULES.technical.find(({ kind }) => kind === 'noAudibleScreen')
    const afterMs = rule?.otherwise[0]?.afterMs ?? 0
    expect(afterMs).toBeGreaterThan(0)
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        const { moments } = livesThrough(steps, endS)
        /** Since the first word that nobody can hear; no later word of the same, and no quarantine, begins it anew. */
        let deafSinceMs: number | undefined
        let awayMs = 0
        for (const [index, { session, atMs, record }] of moments.entries()) {
          if (record.kind === 'coverage') {
            if (deafSinceMs === undefined) awayMs = 0
            deafSinceMs = record.audible.length === 0 ? (deafSinceMs ?? atMs) : undefined
          }
          // The hub's absences are waited for with their own length, and one grace for all of them (AL18): deadlines run
          // through restarts (clinical facts §5), so that a hub that restarts again and again still says it.
          if (record.kind === 'hub.gap') awayMs += record.toMs - Math.max(record.fromMs, deafSinceMs ?? 0)
          if (!isWatched(session) || deafSinceMs === undefined || moments[index + 1]?.atMs === atMs) continue
          const isHigh = Object.values(session.alarms).some(({ alarm }) => alarm.priority === 'high')
          const waitMs = afterMs + awayMs + (awayMs > 0 ? RULES.gapGraceMs : 0)
          if (isHigh && atMs - deafSinceMs > waitMs) expect(session.alarms['noAudibleScreen']).toBeDefined()
        }
      }),
      8,
    )
  })
  test('[AL94] says why it is silent, and a silence that ends by itself says when', () => {
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        for (const [index, { session, atMs, record }] of settled(livesThrough(steps, endS)).entries()) {
          // Most moments are measurements that change nothing of this.
          if (session.closed !== undefined || (record.kind === 'vitals' && index % 16 !== 0)) continue
          const room = soundRoomOfSession(session)
          for (const place of PLACES)
            for (const { sounds, why, untilMs } of soundingAt(room, { place, nowMs: atMs })) {
              expect(why === undefined).toBe(sounds)
              if (untilMs !== undefined) expect(untilMs).toBeGreaterThan(atMs)
              if (why === 'coming' || why === 'paused' || why === 'helpQuiet') expect(untilMs).toBeDefined()
            }
        }
      }),
      8,
    )
  })
})

describe('every silence', { timeout }, () => {
  /** What began, by number, and what ended it. */
  const silences = (log: readonly LogRecord[]) => {
    const begun = log.filter(
      ({ kind }) =>
        kind === 'coming' || kind === 'audioPaused' || kind === 'acknowledgement' || kind === 'help',
    )
    const whole = log.flatMap((record) =>
      record.kind === 'silenceEnded' && !(record.what === 'audioPaused' && record.alarmId !== undefined)
        ? [record]
        : [],
    )
    return begun.map((record) => ({ record, ends: whole.filter(({ ofSeq }) => ofSeq === record.seq) }))
  }
  test('[AL76] pauses, "Coming" and HELP’s quiet end once, and not after their time', () => {
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        const day = livesThrough(steps, endS)
        if (day.session.quarantined) return
        for (const { record, ends } of silences(day.log)) {
          expect(ends.length).toBeLessThanOrEqual(1)
          const [end] = ends
          const untilMs = 'untilMs' in record ? record.untilMs : record.hubAtMs + silence.helpQuietMs
          if (record.kind === 'acknowledgement') continue
          if (end !== undefined) {
            expect(end.dueAtMs).toBeLessThanOrEqual(untilMs)
            expect(end.dueAtMs).toBeGreaterThanOrEqual(record.hubAtMs)
            if (end.cause === 'expired') expect(end.dueAtMs).toBe(untilMs)
          }
        }
        const { audio, alarms } = day.session
        const still = [audio.paused, ...(audio.earlier ?? []), audio.helpQuiet]
        for (const one of still) if (one !== undefined) expect(one.untilMs).toBeGreaterThan(day.atMs)
        for (const { coming } of Object.values(alarms))
          if (coming !== undefined) expect(coming.untilMs).toBeGreaterThan(day.atMs)
      }),
      6,
    )
  })
  test('[AL71] no acknowledgement of a HIGH or MEDIUM that is still true outlives its time', () => {
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        for (const { session, atMs, record } of settled(livesThrough(steps, endS))) {
          if (session.quarantined || session.closed !== undefined || record.kind === 'hub.gap') continue
          for (const { alarm, acknowledged } of Object.values(session.alarms)) {
            if (acknowledged === undefined || alarm.silent === true) continue
            const holdsMs = acknowledgementHoldsMs(IN_FORCE, alarm.condition, alarm.priority)
            if (holdsMs !== undefined) expect(atMs - acknowledged.atMs).toBeLessThan(holdsMs)
          }
        }
      }),
      6,
    )
  })
  test('[AL70] what was acknowledged and is worse by the step sounds again at that value', () => {
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        const day = livesThrough(steps, endS)
        const given = new Map(
          day.log.flatMap((one) => (one.kind === 'acknowledgement' ? [[one.seq, one]] : [])),
        )
        for (const { session, engine, atMs, record } of settled(day)) {
          if (session.quarantined || session.closed !== undefined) continue
          for (const { alarm, acknowledged } of Object.values(session.alarms)) {
            const ladder = ladderOf(IN_FORCE, alarm.condition)
            const act = acknowledged === undefined ? undefined : given.get(acknowledged.seq)
            if (ladder === undefined || act === undefined || act.seq >= record.seq) continue
            for (const id of ladder.sources) {
              const source = engine.sources[id]
              if (source === undefined || source.judgedMs !== atMs || id === 'cuff') continue
              const was = act.values[id]
              const now = source.values[id]
              const step = silence.worsensBy[id]
              if (was === undefined || now === undefined || step === undefined) continue
              const worse = alarm.limit?.op === '<' ? was - now : now - was
              expect(worse, `${alarm.alarmId}: acknowledged at ${was}, now ${now}`).toBeLessThan(step)
            }
          }
        }
      }),
      6,
    )
  })
})
