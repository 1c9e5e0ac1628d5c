// Proves that a session made without a hub is one that a hub could have recorded: whole, judged by the same engine, simulated.
import { advanceTo, initialEngine, step } from '@chairside/shared/alarm/engine.ts'
import { ADULT_KETAMINE_INFUSION as RULES } from '@chairside/shared/alarm/rules.ts'
import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import { readExport } from '@chairside/shared/record/export-file.ts'
import {
  type LogRecord,
  RECORD_SCHEMAS,
  type RecordKind,
  type RecordOf,
} from '@chairside/shared/record/record.ts'
import { describe, expect, it } from 'vitest'
import { DEMO_PLAN } from '../nurse.ts'
import { SCENARIO_NAMES, SCENARIOS, type ScenarioName } from '../scenarios/table.ts'
import { exportMade, sha256 } from './made-export.ts'
import { givenMl } from './made-nurse.ts'
import { canBeMade, type MadeSession, makeSession } from './made-session.ts'
import { MADE_NURSE } from './made-visit.ts'

const START = Date.UTC(2026, 2, 1, 8)
const END = START + 70 * 60_000
const MAKEABLE = SCENARIO_NAMES.filter((name) => canBeMade(SCENARIOS[name]))
const made = (name: ScenarioName, seed = '1', minutes = 70): MadeSession =>
  makeSession({
    scenario: SCENARIOS[name],
    seed,
    minutes,
    startsAtMs: START,
    patientCode: 'SIM-201',
    zone: 'Europe/Oslo',
  })
const all = new Map(MAKEABLE.map((name) => [name, made(name)]))
const of = <K extends RecordKind>(records: readonly LogRecord[], kind: K): RecordOf<K>[] =>
  records.filter((record): record is RecordOf<K> => record.kind === kind)
const recordsOf = (name: ScenarioName): readonly LogRecord[] => all.get(name)?.records ?? []

describe('a made session', () => {
  it('[SM14] the same words make the same file, to the byte; another seed another one', () => {
    const text = exportMade(made('desaturation', '7', 20))
    expect(exportMade(made('desaturation', '7', 20))).toBe(text)
    const other = made('desaturation', '8', 20)
    expect(exportMade(other)).not.toBe(text)
    expect(text).not.toContain(other.sessionId)
  })

  it.each(MAKEABLE)('[SM15] %s: read back it is whole, its hashes hold, and it is simulated', (name) => {
    const session = all.get(name) as MadeSession
    const text = exportMade(session)
    const read = readExport(text, sha256)
    if (!read.ok) throw new Error(read.error.message)
    const { header, problem, records, verifiedThrough } = read.value
    expect(problem).toBeUndefined()
    expect(verifiedThrough).toBe(session.records.length)
    expect(records).toEqual(session.records)
    expect(header.stream).toBe(`session:${session.sessionId}`)
    expect(Math.max(...header.segments.map(({ first, last }) => last - first + 1))).toBe(60)
    const state = records.reduce(foldSession, emptySession)
    expect(state.provenance).toBe('simulated')
    expect(state.opened?.zone).toBe('Europe/Oslo')
    expect(state.unknownCount).toBe(0)
    const known = RECORD_SCHEMAS.map((schema) => schema.shape.kind.value as string)
    expect(records.every(({ kind }) => known.includes(kind))).toBe(true)
  })

  it('[SM15] one changed digit is found', () => {
    const text = exportMade(made('calm', '1', 5))
    const at = text.lastIndexOf('"heartRate":{"status":"measured","value":') + 41
    const changed = `${text.slice(0, at)}${text[at] === '9' ? '8' : '9'}${text.slice(at + 1)}`
    const again = readExport(changed, sha256)
    expect(again.ok && again.value.problem?.code).toBe('recording-damaged')
  })

  it.each(MAKEABLE)('[SM16] %s: the engine, asked again, decides the same at the same places', (name) => {
    let engine = initialEngine()
    const decided: object[] = []
    const recorded: object[] = []
    const late: object[] = []
    for (const record of recordsOf(name)) {
      // What carries the time at which it was due was decided by the engine.
      if ('dueAtMs' in record) {
        const { v: _v, seq: _seq, hubAtMs, ...fact } = record
        recorded.push(fact)
        // A live hub decides when it is due, not with the next report.
        if (hubAtMs !== record.dueAtMs) late.push(record)
        continue
      }
      const before = advanceTo(RULES, engine, record.hubAtMs)
      const after = step(RULES, before.state, record)
      decided.push(...before.transitions, ...after.transitions)
      engine = after.state
    }
    expect(recorded).toEqual(decided)
    expect(late).toEqual([])
  })

  it.each(MAKEABLE)(
    '[SM17] %s: vitals each second, the cuff every 5 min, in order, from opening to closing',
    (name) => {
      const records = recordsOf(name)
      const devices = SCENARIOS[name].devices.length
      const vitals = of(records, 'vitals')
      expect(vitals).toHaveLength(70 * 60 * devices)
      const misplaced = vitals.filter(
        ({ measuredAtMs, hubAtMs }, at) =>
          measuredAtMs !== START + Math.floor(at / devices) * 1_000 ||
          hubAtMs <= measuredAtMs ||
          hubAtMs > measuredAtMs + 250,
      )
      expect(misplaced).toEqual([])
      const starts = of(records, 'cuff.started').map(({ startedAtMs }) => startedAtMs)
      expect(starts.length).toBeGreaterThanOrEqual(14)
      const cuffs = of(records, 'bloodPressure')
      // The last one may still be running at the end.
      expect(cuffs.map(({ startedAtMs }) => startedAtMs)).toEqual(starts.slice(0, cuffs.length))
      expect(starts.length - cuffs.length).toBeLessThanOrEqual(1)
      expect(records.filter(({ seq }, at) => seq !== at + 1)).toEqual([])
      expect(records.filter((one, at) => one.hubAtMs < (records[at - 1]?.hubAtMs ?? 0))).toEqual([])
      expect(records[0]).toMatchObject({ kind: 'session.opened', hubAtMs: START, by: MADE_NURSE })
      const [closed] = of(records, 'session.closed')
      expect(closed?.hubAtMs).toBe(END)
      const after = records.slice(closed?.seq)
      const alarmsAfter = after.flatMap((one) => (one.kind === 'alarm' ? [one.alarmId] : []))
      expect(alarmsAfter).toEqual(closed?.openAlarms)
      const commands = records.flatMap((one) => ('commandId' in one ? [one.commandId] : []))
      expect(new Set(commands).size).toBe(commands.length)
    },
  )

  it.each(MAKEABLE)(
    '[SM18] %s: the nurse starts, and stops when the volume is in; each act fits what was before',
    (name) => {
      let state = emptySession
      for (const record of recordsOf(name)) {
        if (record.kind === 'infusion') {
          const { phase } = state.infusion
          expect([phase, record.act]).toEqual([phase === 'none' ? 'none' : 'infusing', record.act])
          expect(record.act === 'start').toBe(phase === 'none')
          expect(record.atMs).toBeLessThan(record.hubAtMs)
        }
        if (record.kind === 'acknowledgement') {
          const active = Object.values(state.alarms).find(({ alarm }) => alarm.alarmId === record.alarmId)
          expect(active?.alarm.level).toBe(record.level)
          expect(active?.acknowledged).toBeUndefined()
          expect(Object.keys(record.values)).toEqual(Object.keys(active?.alarm.values ?? {}))
        }
        state = foldSession(state, record)
      }
      expect(state.infusion.phase).toBe('stopped')
      const given = givenMl(state, state.headAtMs)
      expect(Math.abs(given - DEMO_PLAN.volumeMl)).toBeLessThan(0.1)
    },
  )

  it('[SM18] a surge: acknowledged as often as it sounds again, slowed while it is grave, the planned rate when it is over', () => {
    const records = recordsOf('hypertensive-surge')
    const acts = of(records, 'infusion').map(({ act, rateMlPerHr }) => [act, rateMlPerHr])
    expect(acts).toEqual([
      ['start', 52.5],
      ['rate', 26.3],
      ['rate', 52.5],
      ['stop', 0],
    ])
    // 197/92 is very high, and the repeat that the hub orders, 188/90, confirms it. Each new HIGH reading ends the
    // acknowledgement before it.
    const pressure = of(records, 'alarm').filter(({ condition }) => condition === 'bpHigh')
    expect(pressure.map(({ transition, level }) => `${transition} ${level}`)).toEqual([
      'raised veryHigh',
      'ended veryHigh',
    ])
    expect(of(records, 'repeat').map(({ event, level }) => `${event} ${level}`)).toEqual([
      'due veryHigh',
      'agreed veryHigh',
    ])
    const ordered = of(records, 'cuff.ordered')
    expect(ordered.filter(({ cause }) => cause === 'repeat')).toHaveLength(1)
    // The nurse's own are the baseline's, a third where two differ. The rest are the grid's: 2.5 min apart while the pressure is high, never late enough to be called overdue.
    const [start] = of(records, 'infusion')
    const own = ordered.filter(({ cause }) => cause === 'person')
    expect(own.map(({ seq }) => seq < (start?.seq ?? 0))).toEqual([true, true])
    expect(of(records, 'alarm').filter(({ condition }) => condition === 'cuffOverdue')).toEqual([])
    const [raised, ended] = pressure
    const given = of(records, 'acknowledgement').filter(({ alarmId }) => alarmId === raised?.alarmId)
    const taken = of(records, 'silenceEnded').filter(({ what }) => what === 'acknowledgement')
    expect(given.length).toBeGreaterThan(1)
    expect(given.map(({ level }) => level)).toEqual(given.map(() => 'veryHigh'))
    for (const [at, { seq }] of given.slice(1).entries())
      expect(taken.some(({ ofSeq, seq: endSeq }) => ofSeq === given[at]?.seq && endSeq < seq)).toBe(true)
    const [, slowed, back] = of(records, 'infusion')
    expect(slowed?.seq).toBeGreaterThan(given[0]?.seq ?? 0)
    expect(slowed?.seq).toBeLessThan(ended?.seq ?? 0)
    expect(back?.seq).toBeGreaterThan(ended?.seq ?? 0)
  })

  it('[SM18] calm: no alarm but the prompt at the planned end, which the stop ends; nothing to acknowledge and one rate', () => {
    const records = recordsOf('calm')
    const alarms = of(records, 'alarm').map(({ condition, transition }) => `${condition} ${transition}`)
    expect(alarms).toEqual(['plannedEnd raised', 'plannedEnd ended'])
    const [raised, ended] = of(records, 'alarm')
    expect((ended?.hubAtMs ?? 0) - (raised?.dueAtMs ?? 0)).toBeLessThan(2_000)
    expect(of(records, 'acknowledgement')).toEqual([])
    expect(of(records, 'infusion').map(({ act }) => act)).toEqual(['start', 'stop'])
  })

  it('[SM18] a session that ends before the volume is in ends with the pump off', () => {
    const { records } = made('hypertensive-surge', '2', 12)
    const acts = of(records, 'infusion')
    expect(acts.at(-1)).toMatchObject({ act: 'stop', rateMlPerHr: 0 })
    const [closed] = of(records, 'session.closed')
    expect(closed?.openAlarms).toHaveLength(1)
    const last = of(records, 'alarm').at(-1)
    expect(last).toMatchObject({ transition: 'ended', endedBy: 'sessionClosed' })
    expect([last?.alarmId]).toEqual(closed?.openAlarms)
  })

  it('[SM25] a whole visit: each phase, by the rules a hub has; long enough it is discharged', () => {
    const { records } = made('calm', '1', 115)
    const state = records.reduce(foldSession, emptySession)
    expect(state.visit.phases.map(({ phase }) => phase)).toEqual([
      'checkIn',
      'baseline',
      'infusing',
      'recovery',
      'ready',
    ])
    expect(state.visit.outcome).toMatchObject({ outcome: 'discharged', by: MADE_NURSE.name })
    expect(of(records, 'session.closed')).toMatchObject([{ openAlarms: [] }])
    expect(Object.keys(state.visit.checkIn)).toHaveLength(18)
    expect(of(records, 'gate')).toMatchObject([{ outcome: 'pass' }])
    const [baseline] = of(records, 'baseline')
    const [start] = of(records, 'infusion')
    expect(baseline?.seq).toBe((start?.seq ?? 0) - 1)
    expect(state.visit.sideEffects).toMatchObject([{ effect: 'dissociation', severity: 'mild' }])
    expect(state.visit.sideEffects[0]?.endedAtMs).toBeGreaterThan(state.infusion.stoppedAtMs ?? 0)
  })

  it.each(MAKEABLE)('[SM25] %s: cut short it says so, and who let the patient go', (name) => {
    const state = recordsOf(name).reduce(foldSession, emptySession)
    expect(state.visit.outcome).toMatchObject({
      outcome: 'dischargedEarly',
      reason: 'The recording ends here.',
      by: 'Simulated physician',
    })
    const short = made(name, '1', 5).records.reduce(foldSession, emptySession)
    expect(short.visit.outcome?.outcome).toMatch(/^(notTreated|dischargedEarly|left)$/)
  })

  it('[SM15] what happens between a monitor and a hub is not made without one', () => {
    expect(SCENARIO_NAMES.filter((name) => !canBeMade(SCENARIOS[name]))).toEqual(['link-drop', 'clock-jump'])
    expect(() => made('link-drop')).toThrow('link-drop needs a hub')
  })
})
