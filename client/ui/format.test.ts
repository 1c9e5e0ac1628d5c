// Times on the glass: one way of writing each moment, on every screen.
import { emptySession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import { describe, expect, it } from 'vitest'
import { clock, clockWords, date, momentWords, tickWords, timeScaleOf, tPlus, zoneName } from './format.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

const session = (
  zone: string,
  { startedAtMs, dated }: { startedAtMs?: number; dated?: boolean } = {},
): SessionState => ({
  ...emptySession,
  opened: { zone } as NonNullable<SessionState['opened']>,
  infusion: {
    ...emptySession.infusion,
    ...(startedAtMs === undefined ? {} : { startedAtMs: startedAtMs as EpochMs }),
  },
  ...(dated === undefined
    ? {}
    : {
        imported: [
          { dated, by: 'Q. Adeyemi', atMs: 0 as EpochMs } as NonNullable<SessionState['imported']>[number],
        ],
      }),
})

describe('time since the start', () => {
  it.each([
    [0, 'T+00:00'],
    [999, 'T+00:00'],
    [20 * MINUTE + 22_000, 'T+20:22'],
    [99 * MINUTE + 59_999, 'T+99:59'],
    [100 * MINUTE, 'T+100:00'],
    [6 * HOUR + 5_000, 'T+360:05'],
    [-130_000, 'T−02:10'],
    [-400, 'T+00:00'],
    [-100 * MINUTE, 'T−100:00'],
  ])('[UI100] %i ms reads %s', (ms, words) => {
    expect(tPlus(ms)).toBe(words)
  })
})

describe('one way of writing a moment', () => {
  const day = Date.UTC(2026, 10, 14, 9, 0, 0)

  it('[UI100] clock time before the start, T+ from the first start on', () => {
    const startedAtMs = day + 12 * MINUTE
    const scale = timeScaleOf(session('Europe/Oslo', { startedAtMs }), { fromMs: day, toMs: day + HOUR })
    expect(momentWords(startedAtMs - 1_000, scale)).toBe('10:11:59')
    expect(momentWords(startedAtMs, scale)).toBe('T+00:00')
    expect(momentWords(startedAtMs + 10 * MINUTE, scale)).toBe('T+10:00')
    expect(tickWords(startedAtMs - 6 * MINUTE, scale)).toBe('10:06')
    expect(clockWords(startedAtMs + 10 * MINUTE, scale)).toBe('10:22:00')
  })

  it('[UI101] a session across midnight says the day with every clock time', () => {
    const from = Date.UTC(2026, 10, 14, 22, 50)
    const scale = timeScaleOf(session('Europe/Oslo'), { fromMs: from, toMs: from + 30 * MINUTE })
    expect(momentWords(from, scale)).toBe('14 Nov 23:50:00')
    expect(momentWords(from + 12 * MINUTE + 10_000, scale)).toBe('15 Nov 00:02:10')
    expect(tickWords(from + 5 * MINUTE, scale, from)).toBe('23:55')
    expect(tickWords(from + 10 * MINUTE, scale, from + 5 * MINUTE)).toBe('15 Nov 00:00')
    expect(tickWords(from, scale)).toBe('14 Nov 23:50')
  })

  it('[UI101] the day is the clinic’s, not the machine’s and not UTC’s', () => {
    const from = Date.UTC(2026, 10, 14, 23, 30)
    expect(timeScaleOf(session('Europe/Oslo'), { fromMs: from, toMs: from + HOUR }).spansDays).toBe(false)
    expect(timeScaleOf(session('UTC'), { fromMs: from, toMs: from + HOUR }).spansDays).toBe(true)
    expect(date(from, 'Europe/Oslo')).toBe('15 Nov 2026')
    expect(date(from, 'America/New_York')).toBe('14 Nov 2026')
  })

  it('[UI102] 02:30 twice in Oslo on 25 October 2026 are two moments in words', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30)
    const second = first + HOUR
    const scale = timeScaleOf(session('Europe/Oslo'), {
      fromMs: first - 30 * MINUTE,
      toMs: second + 30 * MINUTE,
    })
    expect(scale).toMatchObject({ spansDst: true, spansDays: false })
    expect(momentWords(first, scale)).toBe('02:30:00 CEST')
    expect(momentWords(second, scale)).toBe('02:30:00 CET')
    expect(tickWords(first, scale, first - MINUTE)).toBe('02:30 CEST')
    expect(tickWords(second, scale, first)).toBe('02:30 CET')
  })

  it('[UI102] the hour that is not there in New York on 8 March 2026 is passed over', () => {
    const before = Date.UTC(2026, 2, 8, 6, 59, 59)
    const scale = timeScaleOf(session('America/New_York'), { fromMs: before - HOUR, toMs: before + HOUR })
    expect(scale.spansDst).toBe(true)
    expect(momentWords(before, scale)).toBe('01:59:59 EST')
    expect(momentWords(before + 1_000, scale)).toBe('03:00:00 EDT')
  })

  it('[UI102] T+ goes on through the change: an infusion lasts as long as it lasts', () => {
    const startedAtMs = Date.UTC(2026, 9, 25, 0, 45)
    const scale = timeScaleOf(session('Europe/Oslo', { startedAtMs }), {
      fromMs: startedAtMs - 10 * MINUTE,
      toMs: startedAtMs + HOUR,
    })
    expect(momentWords(startedAtMs + 40 * MINUTE, scale)).toBe('T+40:00')
    expect(clockWords(startedAtMs + 40 * MINUTE, scale)).toBe('02:25:00 CET')
  })

  it('[UI102] a day without a change names no zone', () => {
    const scale = timeScaleOf(session('Europe/Oslo'), { fromMs: day, toMs: day + HOUR })
    expect(momentWords(day, scale)).toBe('10:00:00')
  })

  it('[UI102] a zone without an English name is named by its offset', () => {
    expect(zoneName(day, 'Asia/Tokyo')).toBe('GMT+9')
    expect(zoneName(day, 'Australia/Sydney')).toBe('AEDT')
    expect(zoneName(day, 'UTC')).toBe('UTC')
  })

  it('[UI103] a recording without a date counts from its first moment and shows no clock time', () => {
    const startedAtMs = day + 20 * MINUTE
    const range = { fromMs: day, toMs: day + 26 * HOUR }
    const scale = timeScaleOf(session('Europe/Oslo', { dated: false }), range)
    expect(momentWords(day, scale)).toBe('0:00')
    expect(momentWords(day + 75_000, scale)).toBe('1:15')
    expect(momentWords(day + 2 * HOUR, scale)).toBe('2:00:00')
    expect(tickWords(day + 10 * MINUTE, scale)).toBe('10:00')
    expect(clockWords(day, scale)).toBeUndefined()
    const infused = timeScaleOf(session('Europe/Oslo', { dated: false, startedAtMs }), range)
    expect(momentWords(startedAtMs - 1_000, infused)).toBe('19:59')
    expect(momentWords(startedAtMs, infused)).toBe('T+00:00')
  })

  it('[UI103] an imported recording with a date shows clock time', () => {
    const scale = timeScaleOf(session('Europe/Oslo', { dated: true }), { fromMs: day, toMs: day + HOUR })
    expect(momentWords(day, scale)).toBe('10:00:00')
  })
})

describe('a zone that this browser does not know', () => {
  const FROM = Date.UTC(2026, 10, 14, 9, 12, 3)
  const scale = timeScaleOf(
    { opened: { zone: 'Mars/Phobos' }, infusion: {} },
    { fromMs: FROM, toMs: FROM + 3_600_000 },
  )
  it('[UI112] times are of UTC and every one says so; nothing breaks', () => {
    expect(clockWords(FROM, scale)).toBe('09:12:03 UTC')
    expect(tickWords(FROM, scale)).toBe('09:12 UTC')
    expect(clock(FROM, 'Mars/Phobos')).toBe('09:12:03')
    expect(zoneName(FROM, 'Mars/Phobos')).toBe('UTC')
    expect(date(FROM, '')).toBe('14 Nov 2026')
  })
})
