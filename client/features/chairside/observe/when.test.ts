// Proves how a person's "when" becomes hub time: never in the future, never before the session, never an hour off.
import { describe, expect, test } from 'vitest'
import { clock } from '../../../ui/format.ts'
import { fixedWhen, readWhen, type WhenNow } from './when.ts'

const ZONE = 'Europe/Oslo'
const at = (iso: string): number => Date.parse(iso)
const now: WhenNow = {
  nowMs: at('2025-11-24T09:36:12.400Z'),
  openedAtMs: at('2025-11-24T09:00:00Z'),
  zone: ZONE,
}
const typed = (text: string, more: Partial<WhenNow> = {}) =>
  readWhen({ is: 'at', typed: text }, { ...now, ...more })

describe('when it was', () => {
  test('[UI243] now says nothing: the hub takes the moment when the finger came down', () => {
    expect(readWhen({ is: 'now' }, now)).toEqual({ ok: true })
  })
  test.each([1, 2, 5] as const)('[UI243] −%s min counts from now', (minutes) => {
    expect(readWhen({ is: 'ago', minutes }, now)).toEqual({ ok: true, atMs: now.nowMs - minutes * 60_000 })
  })
  test('[UI243] a clock time is the newest that the wall of the clinic read so', () => {
    expect(typed('10:34')).toEqual({ ok: true, atMs: at('2025-11-24T09:34:00Z') })
    expect(typed('10:34:20')).toEqual({ ok: true, atMs: at('2025-11-24T09:34:20Z') })
    expect(typed('10:36:12')).toEqual({ ok: true, atMs: at('2025-11-24T09:36:12Z') })
  })
  test.each(['10:37', '23:59', '09:59'])(
    '[UI243] %s, in the future or before the session, is refused',
    (text) => {
      expect(typed(text)).toMatchObject({
        ok: false,
        why: expect.stringContaining('before this session was opened at 10:00:00'),
      })
    },
  )
  test.each(['', '25:00', '10:61', 'ten', '10'])('[UI243] "%s" is no time', (text) => {
    expect(typed(text)).toMatchObject({ ok: false, why: expect.stringContaining('10:34') })
  })
  test('[UI243] minutes ago that lie before the session are refused', () => {
    expect(readWhen({ is: 'ago', minutes: 5 }, { ...now, openedAtMs: now.nowMs - 60_000 })).toMatchObject({
      ok: false,
    })
  })
  test('[UI243] over midnight it is yesterday’s', () => {
    const midnight = { nowMs: at('2025-11-24T23:05:00Z'), openedAtMs: at('2025-11-24T22:30:00Z') }
    expect(typed('23:50', midnight)).toEqual({ ok: true, atMs: at('2025-11-24T22:50:00Z') })
  })
  test('[UI243] over a change of the clock it is the hour that was', () => {
    // 03:00 CEST becomes 02:00 CET at 01:00Z.
    const autumn = { nowMs: at('2025-10-26T01:20:00Z'), openedAtMs: at('2025-10-26T00:10:00Z') }
    expect(typed('02:15', autumn)).toEqual({ ok: true, atMs: at('2025-10-26T01:15:00Z') })
    expect(typed('02:50', autumn)).toEqual({ ok: true, atMs: at('2025-10-26T00:50:00Z') })
  })
  test('[UI243] what could not be sent keeps the moment that was meant', () => {
    const fixed = fixedWhen({ is: 'ago', minutes: 2 }, now)
    expect(fixed).toEqual({ is: 'at', typed: clock(now.nowMs - 120_000, ZONE) })
    expect(fixedWhen({ is: 'now' }, now)).toEqual({ is: 'at', typed: '10:36:12' })
    expect(readWhen(fixed, { ...now, nowMs: now.nowMs + 900_000 })).toEqual({
      ok: true,
      atMs: at('2025-11-24T09:34:12Z'),
    })
  })
  test('[UI310] of what is corrected the minutes count from the time that stands recorded, however long ago that is', () => {
    const recordedMs = at('2025-11-24T09:20:42Z')
    const of = { ...now, recordedMs }
    expect(readWhen({ is: 'now' }, of)).toEqual({ ok: true })
    expect(readWhen({ is: 'ago', minutes: 2 }, of)).toEqual({ ok: true, atMs: recordedMs - 120_000 })
    expect(readWhen({ is: 'ago', minutes: -1 }, of)).toEqual({ ok: true, atMs: recordedMs + 60_000 })
    expect(readWhen({ is: 'ago', minutes: -1 }, { ...of, recordedMs: now.nowMs - 30_000 })).toEqual({
      ok: false,
      why: 'That is not yet: it is 10:36:12.',
    })
    expect(fixedWhen({ is: 'now' }, of)).toEqual({ is: 'now' })
    expect(fixedWhen({ is: 'ago', minutes: 2 }, of)).toEqual({ is: 'at', typed: '10:18:42' })
  })
})
