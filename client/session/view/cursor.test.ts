// Proves where a viewer stands: following, back in a live session, through a recording, and back at the head by itself.

import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import { SPEEDS } from '@chairside/shared/playback/playback.ts'
import { type Result, refuse } from '@chairside/shared/result.ts'
import { describe, expect, test } from 'vitest'
import { alarmBody, sessionLines } from '../../testing/records.ts'
import { decoded, scriptedSession } from '../../testing/scripted-session.ts'
import { HUB_AT_MS, settle } from '../../testing/scripted-wire.ts'
import { IDLE_MS } from './cursor.ts'

const at = (second: number) => HUB_AT_MS + second * 1_000
const prefix = (lines: readonly string[], atMs: number) =>
  lines
    .map(decoded)
    .filter(({ hubAtMs }) => hubAtMs <= atMs)
    .reduce(foldSession, emptySession)

/** A live session of an hour, a record a second, and a wall clock in a test's hand. */
function live(
  count = 3_600,
  read?: (lines: readonly string[]) => readonly string[] | Promise<Result<readonly string[]>>,
) {
  const time = { monoMs: 10_000, headS: count }
  const session = scriptedSession({
    nowMs: () => at(time.headS),
    monoNow: () => time.monoMs,
    ...(read ? { read } : {}),
  })
  session.lines(sessionLines(count))
  session.whole()
  session.frame()
  return {
    ...session,
    /** Wall seconds in which the session goes on. */
    pass(seconds: number) {
      for (let each = 0; each < seconds; each += 1) {
        time.monoMs += 1_000
        time.headS += 1
        session.frames.tick()
        session.frame()
      }
    },
    /** Frames at 60 Hz. */
    frames60(wallMs: number, each: () => void = () => undefined) {
      for (let ms = 0; ms < wallMs; ms += 1_000 / 60) {
        time.monoMs += 1_000 / 60
        time.headS += 1 / 60
        session.frame()
        each()
      }
    },
  }
}

describe('looking back in a live session', () => {
  test('[UI45] while following, what is shown is the head: one object', () => {
    const { view, cursor } = live(10)
    expect(cursor()).toMatchObject({ playback: { is: 'following' }, atMs: at(10), loading: false })
    expect(view().shown).toBe(view().state)
  })

  test('[UI46] at any moment it shows the fold of the records up to then, and the head goes on', () => {
    const { store, view, given, frame, records } = live()
    for (const second of [3_599, 3_000, 241, 240, 239, 2, 1, 2_400, 2_401, 1_700]) {
      store.cursor.seek(at(second))
      frame()
      expect(view().shown).toEqual(prefix(given, at(second)))
      expect(view().state.head).toBe(3_600)
    }
    records(alarmBody(at(3_601)))
    frame()
    expect(Object.keys(view().state.alarms)).toEqual(['hrHigh'])
    expect(view().shown.alarms).toEqual({})
    store.cursor.follow()
    frame()
    expect(view().shown).toBe(view().state)
  })

  test('[UI47] a minute without a touch and it follows again, paused or playing; a touch begins the minute anew', () => {
    for (const begin of ['pause', 'play'] as const) {
      const { store, cursor, pass } = live()
      store.cursor.seek(at(600))
      if (begin === 'play') store.cursor.play()
      pass(IDLE_MS / 1_000 - 1)
      expect(cursor().playback.is).not.toBe('following')
      store.cursor.touched()
      pass(IDLE_MS / 1_000 - 1)
      expect(cursor().playback.is).not.toBe('following')
      pass(1)
      expect(cursor().playback.is).toBe('following')
    }
  })

  test('[UI47] played up to the head it follows', () => {
    const { store, cursor, view, frames60 } = live()
    store.cursor.seek(at(3_500))
    store.cursor.setSpeed(60)
    store.cursor.play()
    frames60(1_000)
    expect(cursor().playback.is).toBe('playing')
    frames60(1_000)
    expect(cursor().playback.is).toBe('following')
    expect(view().shown).toBe(view().state)
  })

  test('[UI48] lines that have to be read again: it says so, the newest seek wins, a failure is said and tried again', async () => {
    const answers: (() => void)[] = []
    let fails = false
    const { store, cursor, view, given, frame, pass } = live(3_600, (lines) =>
      fails
        ? Promise.resolve(refuse('timeout', 'The hub does not answer.'))
        : new Promise((resolve) => answers.push(() => resolve({ ok: true, value: lines }))),
    )
    const before = view().shown
    store.cursor.seek(at(300))
    store.cursor.seek(at(2_000))
    frame()
    expect(cursor()).toMatchObject({ loading: true, atMs: at(2_000) })
    expect(view().shown).toBe(before)
    for (const answer of answers.splice(0).reverse()) answer()
    await settle()
    frame()
    expect(cursor().loading).toBe(false)
    expect(view().shown).toEqual(prefix(given, at(2_000)))
    fails = true
    store.cursor.seek(at(1_000))
    await settle()
    expect(cursor()).toMatchObject({ loading: true, problem: { message: 'The hub does not answer.' } })
    fails = false
    pass(3)
    for (const answer of answers.splice(0)) answer()
    await settle()
    frame()
    expect(cursor().loading).toBe(false)
    expect(cursor().problem).toBeUndefined()
    expect(view().shown).toEqual(prefix(given, at(1_000)))
  })

  test('[UI48] a finger that drags asks for where it rests, not for all that it passed', async () => {
    const answers: (() => void)[] = []
    let reads = 0
    const { store, cursor, view, given, frame } = live(3_600, (lines) => {
      reads += 1
      return new Promise((resolve) => answers.push(() => resolve({ ok: true, value: lines })))
    })
    for (let second = 3_400; second > 100; second -= 10) {
      store.cursor.seek(at(second))
      frame()
    }
    expect(reads).toBeLessThanOrEqual(2)
    expect(cursor().loading).toBe(true)
    for (let round = 0; round < 3; round += 1) {
      for (const answer of answers.splice(0)) answer()
      await settle()
    }
    frame()
    expect(reads).toBeLessThanOrEqual(3)
    expect(cursor()).toMatchObject({ loading: false, atMs: at(110) })
    expect(view().shown).toEqual(prefix(given, at(110)))
  })

  test('[UI49] another log: it follows', () => {
    const { store, cursor, give, frame } = live()
    store.cursor.seek(at(600))
    give({ kind: 'reset' })
    frame()
    expect(cursor().playback.is).toBe('following')
  })
})

/** A recording that is still being read, and a wall clock in a test's hand. */
function recording() {
  let mono = 0
  const session = scriptedSession({ monoNow: () => mono })
  return {
    ...session,
    pass(ms: number) {
      mono += ms
      session.frame()
    },
  }
}

describe('a recording', () => {
  test('[UI50] it stands at its beginning, plays to its end and stays there; played again it begins anew', () => {
    let mono = 0
    const { store, cursor, view, lines, whole, frame, given } = scriptedSession({ monoNow: () => mono })
    lines(sessionLines(120))
    whole()
    frame()
    expect(cursor()).toMatchObject({
      playback: { is: 'paused' },
      atMs: at(1),
      range: { fromMs: at(1), toMs: at(120) },
    })
    expect(view().shown.head).toBe(1)
    for (const speed of SPEEDS) {
      store.cursor.seek(0)
      store.cursor.setSpeed(speed)
      store.cursor.play()
      for (let n = 0; n < 30; n += 1) {
        mono += 100
        frame()
      }
      expect(cursor().atMs).toBe(Math.min(at(120), at(1) + 3_000 * speed))
      expect(view().shown).toEqual(prefix(given, cursor().atMs))
      store.cursor.pause()
    }
    expect(cursor()).toMatchObject({ playback: { is: 'paused' }, atMs: at(120) })
    expect(view().shown).toBe(view().state)
    store.cursor.play()
    expect(cursor()).toMatchObject({ playback: { is: 'playing' }, atMs: at(1) })
  })

  test('[UI51] a moment asked for before it was read is shown once it is there; one beyond the end is the end', () => {
    const { store, cursor, lines, whole, frame } = scriptedSession({
      monoNow: (() => {
        let m = 0
        return () => (m += 300)
      })(),
    })
    const all = sessionLines(100)
    lines(all.slice(0, 20))
    frame()
    store.cursor.seek(at(60))
    expect(cursor().loading).toBe(true)
    lines(all.slice(20))
    frame()
    expect(cursor()).toMatchObject({ loading: false, atMs: at(60) })
    whole()
    store.cursor.seek(at(5_000))
    frame()
    expect(cursor().atMs).toBe(at(100))
    store.cursor.seek(0)
    expect(cursor().atMs).toBe(at(1))
  })

  test('[UI51] asked for its end while it is read, it stands at the end of what there is, up to the very end', () => {
    const { store, cursor, lines, whole, frame, view, pass } = recording()
    const all = sessionLines(100)
    lines(all.slice(0, 20))
    frame()
    store.cursor.follow()
    expect(cursor()).toMatchObject({ atMs: at(20), loading: true })
    lines(all.slice(20))
    whole()
    pass(1_000)
    expect(cursor()).toMatchObject({ playback: { is: 'paused' }, atMs: at(100), loading: false })
    expect(view().shown).toBe(view().state)
  })

  test('[UI50] played while it is read, it waits at the end of what there is', () => {
    const { store, cursor, lines, whole, pass } = recording()
    const all = sessionLines(100)
    lines(all.slice(0, 20))
    pass(300)
    store.cursor.setSpeed(60)
    store.cursor.play()
    for (let n = 0; n < 20; n += 1) pass(100)
    expect(cursor()).toMatchObject({ playback: { is: 'playing' }, atMs: at(20) })
    lines(all.slice(20))
    whole()
    pass(100)
    pass(100)
    expect(cursor().playback.is).toBe('playing')
    expect(cursor().atMs).toBeLessThan(at(40))
    for (let n = 0; n < 20; n += 1) pass(100)
    expect(cursor()).toMatchObject({ playback: { is: 'paused' }, atMs: at(100) })
  })

  test('[UI50] the moment of its import is not part of its time', () => {
    const { store, cursor, lines, whole, view, pass } = recording()
    const years = at(1_000_000_000)
    const imported = {
      kind: 'session.imported',
      v: 1,
      seq: 101,
      hubAtMs: years,
      file: { name: 'a.csv' },
      dated: true,
    }
    const by = { personId: 'p1', name: 'R. Osei', role: 'nurse' }
    lines([...sessionLines(100), JSON.stringify({ ...imported, by })])
    whole()
    pass(100)
    expect(cursor().range).toEqual({ fromMs: at(1), toMs: at(100) })
    store.cursor.seek(at(99))
    pass(100)
    expect(view().shown.imported).toBeUndefined()
    store.cursor.follow()
    pass(100)
    expect(view().shown).toBe(view().state)
    expect(view().state.imported).toHaveLength(1)
  })
})
