// Who can hear and see, clocks, batteries: the first moment each is said, and what ends it.
import { describe, expect, test } from 'vitest'
import type { BodyOf, RecordBody } from '../../record/record.ts'
import { acknowledges, covered, factLine, livesThrough, type Step, setsPhase } from '../../testing/clinic.ts'
import { at, attached, hubGap, vitals } from '../../testing/given.ts'

const says = (seconds: number, body: unknown): Step => ({ atMs: at(seconds), body: body as RecordBody })
const battery = (seconds: number, state: 'low' | 'ok', percent?: number): Step =>
  says(seconds, {
    kind: 'battery',
    deviceId: 'monitor-1',
    state,
    ...(percent === undefined ? {} : { percent }),
  })
const clock = (seconds: number, offsetMs: number, changedByMs: number): Step =>
  says(seconds, { kind: 'device.clock', deviceId: 'monitor-1', offsetMs, changedByMs })
const arrives = (seconds: number, offsetMs: number): Step => ({
  atMs: at(seconds),
  body: { ...attached(seconds).body, offsetMs } as BodyOf<'device.attached'>,
})

const said = (steps: readonly Step[], untilS: number): string[] =>
  livesThrough(steps, untilS)
    .decided.filter((fact) => fact.kind === 'alarm')
    .map(factLine)
    .filter((line) => !/^(noLiveData|noValue)/.test(line))

describe('who can hear and see', () => {
  test.each([
    [9.999, []],
    [10, ['noAudibleScreen raised medium @10']],
  ])('[AL62] nobody would hear an alarm, for %d s', (untilS, lines) => {
    expect(said([covered(0, { audible: [] })], untilS)).toEqual(lines)
  })
  test.each([
    [5.999, []],
    [6, ['noChairScreen raised medium @6']],
  ])('[AL62] nothing at the chair paints, for %d s', (untilS, lines) => {
    expect(said([covered(0, { chair: 'absent' })], untilS)).toEqual(lines)
  })
  test.each<[string, Partial<BodyOf<'coverage'>>, boolean]>([
    ['the chair could play, nobody said that it was heard', { audible: [], unconfirmed: ['chair'] }, true],
    ['the station could', { audible: [], unconfirmed: ['station'] }, true],
    ['only a wall could', { audible: [], unconfirmed: ['wall'] }, false],
    ['the chair could, and the station is heard', { audible: ['station'], unconfirmed: ['chair'] }, false],
    ['nothing could play', { audible: [], unconfirmed: [] }, false],
  ])('[AL62] sound not confirmed, LOW at once: %s', (_name, coverage, isSo) => {
    expect(said([covered(1, coverage)], 1)).toEqual(isSo ? ['soundNotConfirmed raised low @1'] : [])
  })
  test('[AL62] each ends when the hub says that it is back, and counts from the first word that it was not', () => {
    const none = { audible: [], unconfirmed: ['chair'], chair: 'absent' } as const
    const lost = { ...none, audible: [...none.audible], unconfirmed: [...none.unconfirmed] }
    expect(said([covered(0, lost), covered(5, lost), covered(20)], 30)).toEqual([
      'soundNotConfirmed raised low @0',
      'noChairScreen raised medium @6',
      'noAudibleScreen raised medium @10',
      'noAudibleScreen ended medium @20',
      'noChairScreen ended medium @20',
      'soundNotConfirmed ended low @20',
    ])
    expect(said([covered(0, lost), covered(5), covered(6, lost)], 12).slice(2)).toEqual([
      'soundNotConfirmed raised low @6',
      'noChairScreen raised medium @12',
    ])
  })
  test('[AL62] in every phase, and never in a session of which the hub says nothing about screens', () => {
    expect(said([setsPhase(0, 'ready'), covered(0, { audible: [] })], 10)).toHaveLength(1)
    expect(said([vitals(0, { spo2: 97 })], 900)).toEqual([])
  })
  test('[AL54] a hub that was away gives the gap and 15 s more', () => {
    expect(said([covered(0, { audible: [] }), hubGap(1, 3)], 60)).toEqual([
      'noAudibleScreen raised medium @27',
    ])
  })
  const restarts = (everyS: number, untilS: number, awayS = 6): Step[] =>
    Array.from({ length: Math.floor(untilS / everyS) }, (_, index) =>
      hubGap((index + 1) * everyS, (index + 1) * everyS + awayS),
    )
  test('[AL18] a hub that restarts every 20 s for five minutes still says that nobody would hear an alarm', () => {
    // 10 s and one grace of 15 s in which the hub was there; from 20 s and from 40 s it was not, for 6 s each.
    expect(said([covered(18, { audible: [] }), ...restarts(20, 300)], 320)).toEqual([
      'noAudibleScreen raised medium @55',
    ])
  })
  test('[AL18] of an absence that what is waited for began in, only the rest counts', () => {
    const chair = (atS: number, sinceS: number) => covered(atS, { chair: 'absent', chairSinceMs: at(sinceS) })
    // Not painted since 24 s: 6 s of absence and the grace, then its own 6 s.
    expect(said([covered(0), hubGap(20, 30), chair(30, 24)], 320)).toEqual([
      'noChairScreen raised medium @51',
    ])
    expect(said([covered(0), hubGap(20, 30), chair(31, 30)], 320)).toEqual([
      'noChairScreen raised medium @36',
    ])
  })
})

describe('a device’s clock', () => {
  test.each([
    [5_000, []],
    [5_001, ['deviceClock raised low @10']],
    [-5_000, []],
    [-5_001, ['deviceClock raised low @10']],
  ])('[AL63] a jump by %d ms', (changedByMs, lines) => {
    expect(said([attached(0), clock(10, changedByMs, changedByMs)], 11)).toEqual(lines)
  })
  test.each([
    [60_000, []],
    [60_001, ['deviceClock raised low @3']],
    [-60_001, ['deviceClock raised low @3']],
  ])('[AL63] constantly %d ms off from the first', (offsetMs, lines) => {
    expect(said([arrives(3, offsetMs)], 4)).toEqual(lines)
  })
  test('[AL63] a jump stands for 10 min, or until somebody has acknowledged it; another one begins anew', () => {
    expect(said([attached(0), clock(10, 12_000, 12_000)], 900)).toEqual([
      'deviceClock raised low @10',
      'deviceClock ended low @610',
    ])
    expect(said([attached(0), clock(10, 12_000, 12_000), clock(310, 0, -12_000)], 2_000)[1]).toBe(
      'deviceClock ended low @910',
    )
    const seen = livesThrough([attached(0), clock(10, 12_000, 12_000), acknowledges(20, 'deviceClock')], 14)
    expect(seen.decided.filter(({ kind }) => kind === 'alarm').at(-1)).toMatchObject({
      transition: 'ended',
      endedBy: 'clinician',
      dueAtMs: at(20),
    })
  })
  test('[AL63] an offset that stays is not acknowledged away; it ends when the clock is right', () => {
    const far = [arrives(0, 90_000), acknowledges(20, 'deviceClock')]
    expect(said(far, 3_600)).toEqual(['deviceClock raised low @0'])
    const set = said([...far, clock(100, 0, -90_000)], 3_600)
    expect(set).toEqual(['deviceClock raised low @0', 'deviceClock ended low @700'])
  })
  test('[AL63] it says which device, and by how much', () => {
    const [alarm] = livesThrough([attached(0), clock(10, 12_400, 12_400)], 11).decided
    expect(alarm).toMatchObject({ about: { deviceName: 'Monitor 1', reason: 'jumped', offsetMs: 12_400 } })
  })
})

describe('a battery', () => {
  test('[AL64] low by the device’s own word, LOW at once; it ends by its word', () => {
    const run = livesThrough(
      [attached(0), battery(5, 'low', 12), battery(8, 'low', 11), battery(9, 'ok')],
      10,
    )
    expect(run.decided.map(factLine)).toEqual(['batteryLow raised low @5', 'batteryLow ended low @9'])
    expect(run.decided[0]).toMatchObject({ about: { deviceName: 'Monitor 1', percent: 12 } })
    expect(said([attached(0), battery(5, 'ok', 80)], 10)).toEqual([])
  })
  test('[AL64] a device that is taken away takes its battery along', () => {
    const left = says(7, { kind: 'device.detached', deviceId: 'monitor-1', reason: 'left' })
    expect(said([attached(0), battery(5, 'low'), left], 8)).toEqual([
      'batteryLow raised low @5',
      'batteryLow ended low @7',
    ])
  })
})
