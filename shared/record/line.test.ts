// A record is one line of text and comes back as it was, whoever wrote it.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  acknowledged,
  at,
  attached,
  closed,
  cuff,
  detached,
  hubGap,
  infusion,
  live,
  NURSE,
  opened,
  quarantine,
  records,
  vitals,
} from '../testing/given.ts'
import { history } from '../testing/histories.ts'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { decodeLine, encodeLine, parseLine } from './line.ts'
import { type LogRecord, RECORD_SCHEMAS, zRecord } from './record.ts'

const WORDS = fc.string({ maxLength: 40, unit: 'grapheme' })
const ID = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/)
const TIME = fc.integer({ min: 0, max: 4_102_444_800_000 })
const COUNT = fc.integer({ min: 1, max: 1_000_000 })
const base = { v: fc.constant(1), seq: COUNT, hubAtMs: TIME }
/** Kinds that no session history holds, with any words in them. */
const otherKinds = fc.oneof(
  fc.record({
    ...base,
    kind: fc.constant('refused'),
    deviceId: ID,
    code: fc.constantFrom('malformed', 'implausible-value'),
    message: WORDS,
  }),
  fc.record({
    ...base,
    kind: fc.constant('hub.started'),
    incarnation: ID,
    version: WORDS,
    clockRate: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ ...base, kind: fc.constant('hub.stopped'), reason: WORDS }),
  fc.record({
    ...base,
    kind: fc.constant('clock.step'),
    direction: fc.constantFrom('forward', 'backward'),
    fromMs: TIME,
    toMs: TIME,
  }),
  fc.record({ ...base, kind: fc.constant('storage'), state: fc.constantFrom('ok', 'failed'), detail: WORDS }),
  fc.record({
    ...base,
    kind: fc.constant('screen'),
    screenId: ID,
    screenName: WORDS,
    event: fc.constantFrom('joined', 'lostHub'),
  }),
  fc.record({
    ...base,
    kind: fc.constant('session.listed'),
    sessionId: ID,
    roomId: ID,
    event: fc.constant('opened'),
  }),
) as unknown as fc.Arbitrary<LogRecord>

const some = (): LogRecord => {
  const [first] = records([vitals(1, { spo2: 97, pulseRate: 72 })])
  if (first === undefined) throw new Error('no record')
  return first
}

describe('one record, one line', { timeout }, () => {
  test('[RE1] decode ∘ encode = identity, trusting and checking, for every record of every history', () => {
    holds(
      fc.property(history, ({ facts, endS }) => {
        const { log } = live(facts, endS)
        for (const record of log) {
          const line = encodeLine(record)
          const decoded = decodeLine(line)
          // Compared as text: a million deep comparisons would be most of the test run.
          if (!decoded.ok || JSON.stringify(decoded.value) !== JSON.stringify(record) || line.includes('\n'))
            expect(decoded).toEqual({ ok: true, value: record })
        }
        // What stands last in a history is of every kind over the runs, and each kind has its own test of the check.
        const last = log.at(-1)
        if (last !== undefined) {
          expect(decodeLine(encodeLine(last))).toEqual({ ok: true, value: last })
          expect(parseLine(encodeLine(last))).toEqual({ ok: true, value: last })
        }
      }),
      // As often as the others on whole days, where people act, too: alarm/whole.test.
      10,
    )
  })
  test('[RE1] … and for the hub’s and the suite’s own kinds', () => {
    holds(
      fc.property(otherKinds, (record) => {
        const line = encodeLine(record)
        expect(line).not.toContain('\n')
        expect(decodeLine(line)).toEqual({ ok: true, value: record })
        expect(parseLine(line)).toEqual({ ok: true, value: record })
      }),
    )
  })
  test('[RE1] every kind of a session’s stream passes its own schema', () => {
    const file = { name: 'a.csv', bytes: 9, sha256: 'f'.repeat(64), format: 'csv' as const, layout: 'mimic2' }
    const facts = [
      opened(0),
      attached(0),
      vitals(1, { spo2: 97, heartRate: 'sensorOff' }),
      cuff(2, 120, 80, 95),
      infusion(3, 'start', 52.5),
      hubGap(4, 9),
      quarantine(10, true),
      acknowledged(11, `bpHigh@${at(1)}`, 'high'),
      detached(12),
      closed(13),
      { atMs: at(14), body: { kind: 'session.imported' as const, by: NURSE, file, dated: false } },
    ]
    for (const record of records(facts)) expect(zRecord.safeParse(record).error).toBeUndefined()
  })
  test('[RE2] kinds are named once each', () => {
    const kinds = RECORD_SCHEMAS.map((schema) => schema.shape.kind.value)
    expect(new Set(kinds).size).toBe(kinds.length)
  })
})

describe('lines from elsewhere', () => {
  test('[RE3] an unknown kind of this version is kept with its number and time', () => {
    const line = JSON.stringify({ v: 1, seq: 7, hubAtMs: 1000, kind: 'telepathy', anything: true })
    const unknown = { v: 1, seq: 7, hubAtMs: 1000, kind: 'unknown', originalKind: 'telepathy' }
    expect(decodeLine(line)).toEqual({ ok: true, value: unknown })
    expect(parseLine(line)).toEqual({ ok: true, value: unknown })
  })
  test('[RE4] a newer version is refused in words', () => {
    const line = JSON.stringify({ v: 2, seq: 7, hubAtMs: 1000, kind: 'vitals' })
    for (const read of [decodeLine, parseLine]) {
      const result = read(line)
      expect(result).toMatchObject({ ok: false, error: { code: 'protocol-version', field: 'v' } })
      expect(result.ok ? '' : result.error.message).toContain('newer Chairside')
    }
  })
  test.each([
    '',
    '{',
    'null',
    '[]',
    '7',
    '"x"',
    '{"v":1}',
    '{"v":1,"seq":1.5,"hubAtMs":1}',
    '{"v":"1","seq":1,"hubAtMs":1}',
  ])('[RE5] %j is malformed, in a sentence', (line) => {
    for (const read of [decodeLine, parseLine]) {
      const result = read(line)
      expect(result).toMatchObject({ ok: false, error: { code: 'malformed' } })
      expect(result.ok ? '' : result.error.message).toMatch(/^This line .*\.$/)
    }
  })
  test.each([
    [{ kind: undefined }, 'kind'],
    [{ kind: '' }, 'kind'],
    [{ kind: { name: 'telepathy' } }, 'kind'],
    [{ kind: 'x'.repeat(81) }, 'kind'],
    [{ v: 0 }, 'v'],
    [{ seq: 0 }, 'seq'],
    [{ hubAtMs: -1 }, 'hubAtMs'],
    [{ hubAtMs: 1e300 }, 'hubAtMs'],
  ])('[EX4] an unknown kind from outside with %j is damaged', (change, field) => {
    const line = JSON.stringify({ v: 1, seq: 7, hubAtMs: 1000, kind: 'telepathy', ...change })
    expect(parseLine(line)).toMatchObject({ ok: false, error: { code: 'malformed', field } })
  })
  test('[RE5] a damaged record from outside names its field', () => {
    const damaged = JSON.stringify({ ...some(), readings: { spo2: { status: 'measured', value: 'high' } } })
    expect(parseLine(damaged)).toMatchObject({
      ok: false,
      error: { code: 'malformed', field: 'readings.spo2.value' },
    })
    expect(parseLine(JSON.stringify({ ...some(), surprise: 1 }))).toMatchObject({ ok: false })
  })
})
