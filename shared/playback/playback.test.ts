// Proves where a viewer stands: never outside the session, never jumping, and back at the head when it has come there.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import {
  clampTo,
  cursorMs,
  FOLLOWING,
  lastBefore,
  nextAfter,
  type Playback,
  pause,
  pausedAt,
  play,
  type Range,
  SPEEDS,
  type Speed,
  seek,
  settled,
  withSpeed,
} from './playback.ts'

const HOUR = 3_600_000
const RANGE: Range = { fromMs: 1_000_000, toMs: 1_000_000 + HOUR }
const time = fc.oneof(
  fc.integer({ min: -HOUR, max: 3 * HOUR }),
  fc.double({ min: -HOUR, max: 3 * HOUR, noNaN: true }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
)
const speed = fc.constantFrom<Speed>(...SPEEDS)

/** What a person may do, and what time does, to a cursor. */
type Deed =
  | { do: 'seek'; atMs: number }
  | { do: 'play'; speed: Speed }
  | { do: 'pause' }
  | { do: 'speed'; speed: Speed }
  | { do: 'wait'; forMs: number; grows: number }
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constant('seek' as const), atMs: time }),
  fc.record({ do: fc.constant('play' as const), speed }),
  fc.record({ do: fc.constant('pause' as const) }),
  fc.record({ do: fc.constant('speed' as const), speed }),
  fc.record({
    do: fc.constant('wait' as const),
    forMs: fc.double({ min: 0, max: 200_000, noNaN: true }),
    grows: fc.nat(5_000),
  }),
)
type Viewer = { playback: Playback; range: Range; monoMs: number; live: boolean }
const after = ({ playback, range, monoMs, live }: Viewer, deed: Deed): Viewer => {
  const now = (next: Playback): Viewer => ({ playback: next, range, monoMs, live })
  switch (deed.do) {
    case 'seek':
      return now(seek(playback, range, monoMs, deed.atMs))
    case 'play':
      return now(play(playback, range, monoMs, deed.speed, live))
    case 'pause':
      return now(pause(playback, range, monoMs))
    case 'speed':
      return now(withSpeed(playback, range, monoMs, deed.speed))
    default: {
      const grown = live ? { ...range, toMs: range.toMs + deed.grows } : range
      const later = monoMs + deed.forMs
      return { playback: settled(playback, grown, later, live), range: grown, monoMs: later, live }
    }
  }
}
const cursorOf = ({ playback, range, monoMs }: Viewer): number => cursorMs(playback, range, monoMs)

describe('any sequence of acts', { timeout }, () => {
  test('[PB1] the cursor is never beyond either end, and is a whole millisecond', () => {
    holds(
      fc.property(fc.array(deed, { maxLength: 40 }), fc.boolean(), (deeds, live) => {
        let viewer: Viewer = {
          playback: live ? FOLLOWING : pausedAt(RANGE.fromMs),
          range: RANGE,
          monoMs: 5,
          live,
        }
        for (const one of deeds) {
          viewer = after(viewer, one)
          const atMs = cursorOf(viewer)
          expect(Number.isInteger(atMs)).toBe(true)
          expect(atMs).toBeGreaterThanOrEqual(viewer.range.fromMs)
          expect(atMs).toBeLessThanOrEqual(viewer.range.toMs)
          if (!live) expect(viewer.playback.is).not.toBe('following')
        }
      }),
    )
  })
  test('[PB2] pausing and changing the speed move the cursor nowhere, playing only from the end', () => {
    holds(
      fc.property(fc.array(deed, { maxLength: 20 }), fc.boolean(), speed, (deeds, live, to) => {
        let viewer: Viewer = {
          playback: live ? FOLLOWING : pausedAt(RANGE.fromMs),
          range: RANGE,
          monoMs: 5,
          live,
        }
        for (const one of deeds) viewer = after(viewer, one)
        const before = cursorOf(viewer)
        expect(cursorOf(after(viewer, { do: 'pause' }))).toBe(before)
        expect(cursorOf(after(viewer, { do: 'speed', speed: to }))).toBe(before)
        const played = after(viewer, { do: 'play', speed: to })
        const atEnd = before >= viewer.range.toMs
        expect(cursorOf(played)).toBe(atEnd && !live ? viewer.range.fromMs : before)
        expect(played.playback.is).toBe(atEnd && live ? 'following' : 'playing')
        expect(
          cursorOf({ ...viewer, playback: settled(viewer.playback, viewer.range, viewer.monoMs, live) }),
        ).toBe(before)
      }),
    )
  })
  test('[PB3] playing goes forward by the speed chosen, never back, also when the clock of the page does', () => {
    holds(
      fc.property(
        speed,
        fc.array(fc.double({ min: -50, max: 4_000, noNaN: true }), { maxLength: 30 }),
        (fast, steps) => {
          const playback = play(pausedAt(RANGE.fromMs), RANGE, 100, fast)
          let monoMs = 100
          let newest = 100
          let before: number = RANGE.fromMs
          for (const step of steps) {
            monoMs += step
            newest = Math.max(newest, monoMs)
            const atMs = cursorMs(playback, RANGE, newest)
            expect(atMs).toBeGreaterThanOrEqual(before)
            expect(Math.abs(atMs - clampTo(RANGE, RANGE.fromMs + fast * (newest - 100)))).toBeLessThanOrEqual(
              1,
            )
            before = atMs
          }
          expect(cursorMs(playback, RANGE, 0)).toBe(RANGE.fromMs)
        },
      ),
    )
  })
  test('[PB4] a seek goes exactly there, or to the nearer end; what plays goes on from there', () => {
    holds(
      fc.property(time, speed, fc.nat(HOUR), (to, fast, monoMs) => {
        const playing = play(pausedAt(RANGE.fromMs), RANGE, 0, fast)
        expect(seek(playing, RANGE, monoMs, to)).toEqual({
          is: 'playing',
          fromMs: clampTo(RANGE, to),
          monoMs,
          speed: fast,
        })
        expect(seek(FOLLOWING, RANGE, monoMs, to)).toEqual(pausedAt(clampTo(RANGE, to)))
        expect(seek(pausedAt(0), RANGE, monoMs, to)).toEqual(pausedAt(clampTo(RANGE, to)))
      }),
    )
    expect(clampTo(RANGE, Number.NEGATIVE_INFINITY)).toBe(RANGE.fromMs)
    expect(clampTo(RANGE, Number.POSITIVE_INFINITY)).toBe(RANGE.toMs)
    expect(clampTo(RANGE, Number.NaN)).toBe(RANGE.fromMs)
    expect(clampTo({ fromMs: 50, toMs: 50 }, 70)).toBe(50)
    expect(clampTo({ fromMs: 50, toMs: 0 }, 70)).toBe(50)
  })
})

describe('ends', () => {
  test('[PB5] a recording played to its end stands there; played again it begins anew', () => {
    const playing = play(pausedAt(RANGE.toMs - 1_000), RANGE, 0, 4)
    expect(settled(playing, RANGE, 249, false)).toBe(playing)
    const ended = settled(playing, RANGE, 250, false)
    expect(ended).toEqual(pausedAt(RANGE.toMs))
    expect(play(ended, RANGE, 300, 8)).toEqual({ is: 'playing', fromMs: RANGE.fromMs, monoMs: 300, speed: 8 })
  })
  test('[PB6] a live session played up to its head follows again; at the head there is nothing to play', () => {
    const playing = play(pausedAt(RANGE.toMs - 1_000), RANGE, 0, 2)
    const grown = { ...RANGE, toMs: RANGE.toMs + 1_000 }
    expect(settled(playing, grown, 999, true)).toBe(playing)
    expect(settled(playing, grown, 1_000, true)).toBe(FOLLOWING)
    expect(play(FOLLOWING, RANGE, 0, 16)).toBe(FOLLOWING)
    expect(play(pausedAt(RANGE.toMs), RANGE, 0, 16, true)).toBe(FOLLOWING)
  })
  test('[PB7] a paused cursor stays at its moment while the session grows', () => {
    const paused = pause(FOLLOWING, RANGE, 0)
    expect(cursorMs(paused, { ...RANGE, toMs: RANGE.toMs + HOUR }, 9_999)).toBe(RANGE.toMs)
    expect(settled(paused, { ...RANGE, toMs: RANGE.toMs + HOUR }, 9_999, true)).toBe(paused)
  })
})

describe('steps from moment to moment', { timeout }, () => {
  test('[PB8] stepping visits each moment in turn, and passes none that is not within half a second of a visited one', () => {
    const moments = fc
      .array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 30 })
      .map((list) => [...list].sort((a, b) => a - b))
    holds(
      fc.property(moments, (list) => {
        for (const walk of [
          { step: nextAfter, from: -10_000, ahead: 1 },
          { step: lastBefore, from: 30_000, ahead: -1 },
        ]) {
          const visited: number[] = []
          for (let at = walk.step(list, walk.from); at !== undefined; at = walk.step(list, at)) {
            if (visited.length > 0)
              expect((at - (visited.at(-1) as number)) * walk.ahead).toBeGreaterThan(500)
            visited.push(at)
          }
          for (const moment of list) expect(visited.some((at) => Math.abs(at - moment) <= 500)).toBe(true)
        }
      }),
    )
    expect(nextAfter([1_000, 2_000], 1_000)).toBe(2_000)
    expect(lastBefore([1_000, 2_000], 1_600)).toBe(1_000)
    expect(nextAfter([], 0)).toBeUndefined()
    expect(lastBefore([1_000], 1_200)).toBeUndefined()
  })
})
