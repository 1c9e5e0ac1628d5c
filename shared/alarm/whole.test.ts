// The alarm system as one: properties over whole days in a clinic.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SessionState } from '../fold/session-state.ts'
import { decodeLine, encodeLine } from '../record/line.ts'
import type { LogRecord } from '../record/record.ts'
import { type Day, factLine, livesThrough } from '../testing/clinic.ts'
import { clinicDay } from '../testing/clinic-histories.ts'
import { IN_FORCE, since } from '../testing/given.ts'
import { holds, PROPERTY_TIMEOUT_MS } from '../testing/runs.ts'
import { ladderOf } from './rules.ts'
import { isSaid } from './silence/silence-times.ts'
import { soundingAt, soundRoomOfSession } from './silence/sounding.ts'
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

/** Quicker than `expect`, of which there would be millions. */
function must(holds: boolean, what: string, record?: { readonly seq: number }): void {
  if (!holds) throw new Error(record === undefined ? what : `${what}, at record ${record.seq}`)
}
const isOver = ({ closed, quarantined }: SessionState): boolean => closed !== undefined || quarantined

/** What ends an alarm, and is not given to an engine that judges anew. */
const OF_PEOPLE: ReadonlySet<string> = new Set(['acknowledgement', 'resolved', 'quarantine'])

/** [AL7] A condition ends by what clinical facts §4 names, and by nothing else. */
function endsAsNamed({ log }: Day): void {
  /** The newest record that is not a decision: what the decisions behind it were made on. */
  let cause: LogRecord | undefined
  for (const record of log) {
    if (isJudgedAnew(record) || OF_PEOPLE.has(record.kind)) cause = record
    if (record.kind !== 'alarm' || record.transition !== 'ended') continue
    const { condition, endedBy } = record
    const by = `${condition} ended by ${endedBy} on ${cause?.kind}`
    const on = (...kinds: readonly LogRecord['kind'][]): void =>
      must(cause !== undefined && kinds.includes(cause.kind), by, record)
    if (endedBy === 'sessionClosed') on('session.closed')
    else if (isLadder(condition)) {
      if (endedBy === 'measurement') on('vitals', 'bloodPressure')
      else if (endedBy === 'manual') on('manual')
      else {
        must(endedBy === 'limitsChanged', by, record)
        on('limits')
      }
    } else if (isPerson(condition)) {
      must(endedBy === 'clinician', by, record)
      on('resolved')
    } else if (condition === 'recovered') {
      must(endedBy === 'clinician', by, record)
      on('acknowledgement')
    } else if (condition === 'plannedEnd') {
      // [AL102] Something was recorded of the pump, or is heard of again after a quarantine.
      must(endedBy === 'restored', by, record)
      on('infusion', 'undone', 'amended', 'quarantine')
    } else must(endedBy === 'restored' || endedBy === 'superseded' || endedBy === 'clinician', by, record)
  }
}

/** [AL10] One level a ladder, one id from raised to ended. */
function oneAtATime({ decided }: Day): void {
  const active = new Map<string, string>()
  for (const fact of decided) {
    if (fact.kind !== 'alarm') continue
    const before = active.get(fact.condition)
    const isNew = fact.transition === 'raised'
    must(isNew ? before === undefined : before === fact.alarmId, `${factLine(fact)} after ${before}`)
    if (fact.transition === 'ended') active.delete(fact.condition)
    else active.set(fact.condition, fact.alarmId)
  }
}

/** [AL76] Every pause, "Coming" and HELP's quiet is over when its time is. */
function silencesEnd({ moments }: Day): void {
  for (const { session, atMs, record } of moments) {
    // The engine is asked before each record, so nothing that is over is still in force after one. An absence of the hub is
    // known only when it is over; what fell due in it is written right behind it.
    if (!isJudgedAnew(record) || record.kind === 'hub.gap' || isOver(session)) continue
    const { paused, helpQuiet } = session.audio
    must((paused?.untilMs ?? atMs) >= atMs, 'a pause goes on past its time', record)
    must((helpQuiet?.untilMs ?? atMs) >= atMs, "HELP's quiet goes on past its time", record)
    for (const condition in session.alarms)
      must(
        (session.alarms[condition]?.coming?.untilMs ?? atMs) >= atMs,
        '"Coming" goes on past its time',
        record,
      )
  }
}

/** [AL99] A HIGH sounds wherever somebody can hear, unless a person quietened it; where nobody can, that is an alarm. */
function highIsHeard({ moments }: Day): void {
  let deafSinceMs: number | undefined
  let awayMs = 0
  for (const { session, atMs, record } of moments) {
    const { coverage } = session
    if (record.kind === 'coverage') {
      if (deafSinceMs === undefined) awayMs = 0
      deafSinceMs = record.audible.length === 0 ? (deafSinceMs ?? atMs) : undefined
    }
    // Each absence of the hub moves what is waited for by its own length, and all of them together by one grace (AL18).
    if (record.kind === 'hub.gap') awayMs += record.toMs - record.fromMs
    // What this very record brings is written behind it.
    if (!isJudgedAnew(record) || record.kind === 'hub.gap' || record.kind === 'coverage') continue
    if (coverage === undefined || isOver(session)) continue
    const high = Object.values(session.alarms).filter(
      ({ alarm }) => alarm.priority === 'high' && !alarm.silent,
    )
    if (high.length === 0) continue
    const room = soundRoomOfSession(session)
    const heard = new Set(
      coverage.audible.flatMap((place) =>
        soundingAt(room, { place, nowMs: atMs }).flatMap(({ alarmId, sounds }) => (sounds ? [alarmId] : [])),
      ),
    )
    for (const { alarm, acknowledged, coming, escalated, taken } of high) {
      const { alarmId, condition } = alarm
      if (heard.has(alarmId)) continue
      const quietened = isQuietened(session, alarmId, atMs)
      if (isSaid(condition)) {
        // What a person said does not sound where it was said: the physician is told at once instead, unless
        // a person has it already.
        if (coverage.audible.some((place) => place !== 'chair'))
          must(quietened, `${condition} is not heard`, record)
        else if (alarm.dueAtMs < atMs && taken === undefined)
          must(
            escalated.some(({ step }) => step === 'physician'),
            `nobody is told of ${condition}`,
            record,
          )
        continue
      }
      if (coverage.audible.length === 0) {
        if (atMs - (deafSinceMs ?? atMs) > 10_000 + awayMs + (awayMs > 0 ? IN_FORCE.gapGraceMs : 0))
          must(
            session.alarms['noAudibleScreen'] !== undefined,
            'nobody can hear, and that is not said',
            record,
          )
        continue
      }
      must(acknowledged !== undefined || coming !== undefined || quietened, `${condition} is silent`, record)
      if (coming !== undefined && acknowledged === undefined && !isPaused(session, alarmId, atMs))
        must(atMs - coming.atMs <= 60_000, '"Coming" silences for more than 60 s', record)
    }
  }
}

/** [RE1] Each record is one line, and comes back as it was. Compared as text: `expect` would be most of the test run. */
function comesBack({ log }: Day): void {
  for (const record of log) {
    const line = encodeLine(record)
    const decoded = decodeLine(line)
    if (!decoded.ok || JSON.stringify(decoded.value) !== line || line.includes('\n'))
      expect(decoded).toEqual({ ok: true, value: record })
  }
}

type Steps = Parameters<typeof livesThrough>[0][number]
/** The step without what came late; undefined: nothing of it is left. */
function current(step: Steps): Steps | undefined {
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

describe('whole days in a clinic', { timeout }, () => {
  // One test, because living through a day is what costs: each of them is put to every question.
  test('[AL1] [AL2] a day is decided the same at any pace and over any restarts; [AL7] what ends, ends as named; [AL10] one level at a time; [AL76] every silence ends; [AL99] a HIGH is heard, or nobody can hear and that is said; [RE1] each record comes back from its line as it was', () => {
    holds(
      fc.property(
        clinicDay,
        fc.constantFrom(137, 7_301, 7_301, 31_013, 31_013, 31_013),
        fc.array(fc.nat(1_000), { minLength: 1, maxLength: 2 }),
        ({ steps, endS }, tickMs, shares) => {
          const day = livesThrough(steps, endS)
          const lengthS = since(steps.at(-1)?.atMs ?? 0)
          const restartsAtS = [...shares.map((share) => (lengthS * share) / 1_000), endS]
          const another = livesThrough(steps, endS, { tickMs, restartsAtS })
          expect(lines(another)).toEqual(lines(day))
          expect(another.engine).toEqual(day.engine)
          endsAsNamed(day)
          oneAtATime(day)
          silencesEnd(day)
          highIsHeard(day)
          comesBack(day)
        },
      ),
    )
  })

  test('[AL8] backfill starts and ends nothing but its own report', () => {
    const others = (day: Day): string[] =>
      lines(day).filter((line) => !/\brecovered\b/.test(line) && !/^silence|^told/.test(line))
    holds(
      fc.property(clinicDay, ({ steps, endS }) => {
        const without = steps.flatMap((step) => current(step) ?? [])
        // Nothing came late on this day: there is nothing to compare.
        if (without.every((step, index) => step === steps[index])) return
        expect(others(livesThrough(steps, endS))).toEqual(others(livesThrough(without, endS)))
      }),
      4,
    )
  })
})
