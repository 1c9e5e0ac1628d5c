// Links to a moment: what they may say, and what is said when they say something else.
import { describe, expect, test } from 'vitest'
import { linkTime, momentOfLink, readLinkTime } from './deep-link.ts'

const OPENED = Date.UTC(2026, 10, 14, 9, 12)
const range = { fromMs: OPENED, toMs: OPENED + 3_600_000 }

describe('a link to a moment', () => {
  test('[UI84] counts from the opening, from 1970, or names a moment with its zone', () => {
    expect(readLinkTime(1_896_000, OPENED)).toBe(OPENED + 1_896_000)
    expect(readLinkTime('1896000', OPENED)).toBe(OPENED + 1_896_000)
    expect(readLinkTime(-5_000, OPENED)).toBe(OPENED - 5_000)
    expect(readLinkTime(OPENED + 60_000, OPENED)).toBe(OPENED + 60_000)
    expect(readLinkTime('2026-11-14T10:43:36+01:00', OPENED)).toBe(Date.UTC(2026, 10, 14, 9, 43, 36))
    // An address turns a plus sign into a space.
    expect(readLinkTime('2026-11-14T10:43:36 01:00', OPENED)).toBe(Date.UTC(2026, 10, 14, 9, 43, 36))
    expect(readLinkTime('2026-11-14T09:43Z', OPENED)).toBe(Date.UTC(2026, 10, 14, 9, 43))
  })

  test('[UI84] a moment without a zone, or no moment at all, cannot be read: the beginning is shown and said', () => {
    for (const t of ['2026-11-14T10:43:36', '10:43', 'soon', '', '1e9', 'NaN', '12.5', '2026-13-40T00:00Z'])
      expect(momentOfLink(t, OPENED, range)).toEqual({
        atMs: range.fromMs,
        note: 'The link names a moment that cannot be read. Shown is the beginning of the recording.',
      })
  })

  test('[UI84] beyond either end it is that end, said in words', () => {
    expect(momentOfLink(-1, OPENED, range)).toEqual({
      atMs: range.fromMs,
      note: 'The link points to a moment before this recording begins. Shown is its beginning.',
    })
    expect(momentOfLink(3_600_001, OPENED, range)).toEqual({
      atMs: range.toMs,
      note: 'The link points to a moment after this recording ends. Shown is its end.',
    })
    expect(momentOfLink(3_600_000, OPENED, range)).toEqual({ atMs: range.toMs })
    expect(momentOfLink(0, OPENED, range)).toEqual({ atMs: range.fromMs })
    expect(momentOfLink(undefined, OPENED, range)).toEqual({ atMs: range.fromMs })
  })

  test('[UI84] the link of a moment leads back to it', () => {
    const atMs = OPENED + 754_321
    expect(momentOfLink(linkTime(atMs, OPENED), OPENED, range)).toEqual({ atMs })
  })
})
