// Proves what the views of one session read: published once a frame, gaps told apart, alarmed measurements kept.
import { describe, expect, test } from 'vitest'
import { alarmBody, attachedBody, detachedBody, openedBody, vitalsBody } from '../../testing/records.ts'
import { scriptedSession } from '../../testing/scripted-session.ts'
import { HUB_AT_MS } from '../../testing/scripted-wire.ts'

function scripted() {
  const session = scriptedSession({ nowMs: () => HUB_AT_MS })
  return { ...session, raw: (line: string) => session.lines([line]) }
}

const hubGap = {
  kind: 'hub.gap',
  fromMs: HUB_AT_MS + 5_000,
  toMs: HUB_AT_MS + 9_000,
  cause: 'restart',
} as never

describe('the store of a session', () => {
  test('[UI16] however many records arrive, views are told once a frame', () => {
    const { records, frame, store, view } = scripted()
    let told = 0
    store.view.subscribe(() => {
      told += 1
    })
    records(openedBody, attachedBody)
    records(vitalsBody(1, 72, HUB_AT_MS + 3_000))
    records(vitalsBody(2, 73, HUB_AT_MS + 4_000))
    expect(told).toBe(0)
    expect(frame()).toBe(1)
    expect(told).toBe(1)
    expect(view().state.head).toBe(4)
  })

  test('[UI17] a device that went and a hub that went are two kinds of gap, each with its own ends', () => {
    const { records, frame, view } = scripted()
    records(openedBody, attachedBody, detachedBody, hubGap, attachedBody, detachedBody)
    frame()
    expect(view().gaps).toEqual([
      { kind: 'device', deviceId: 'd1', fromMs: HUB_AT_MS + 3_000, toMs: HUB_AT_MS + 5_000 },
      { kind: 'hub', fromMs: HUB_AT_MS + 5_000, toMs: HUB_AT_MS + 9_000 },
      { kind: 'device', deviceId: 'd1', fromMs: HUB_AT_MS + 6_000 },
    ])
    expect(view().timeline.map(({ kind }) => kind)).toEqual([
      'session',
      'device',
      'device',
      'hub',
      'device',
      'device',
    ])
  })

  test('[UI18] a measurement that raised an alarm is remembered with its priority, as recorded', () => {
    const { records, frame, view } = scripted()
    records(openedBody, alarmBody(HUB_AT_MS + 1_500))
    frame()
    expect(view().alarmed).toEqual([
      { measuredAtMs: HUB_AT_MS + 1_500, quantity: 'heartRate', priority: 'medium' },
    ])
  })

  test('[UI10] entries of a newer version’s kinds are counted and listed, not dropped', () => {
    const { records, raw, frame, view } = scripted()
    records(openedBody)
    raw(JSON.stringify({ v: 1, seq: 2, hubAtMs: HUB_AT_MS, kind: 'telepathy' }))
    frame()
    expect(view().state.unknownCount).toBe(1)
    expect(view().timeline.at(-1)?.kind).toBe('unknown')
  })

  test('[UI5] a reset forgets series, events and gaps', () => {
    const { records, give, frame, view } = scripted()
    records(openedBody, attachedBody, detachedBody, vitalsBody(1, 72, HUB_AT_MS))
    give({ kind: 'reset' })
    frame()
    expect(view()).toMatchObject({ phase: 'loading', timeline: [], gaps: [] })
    expect(view().trends.signals.heartRate.atMs).toEqual([])
  })

  test('[UI115] what kept a live screen behind is over once it has caught up; what is wrong with a recording stays', () => {
    const problem = { code: 'timeout', message: 'The hub does not answer.' } as const
    const at = (session: ReturnType<typeof scriptedSession>) => {
      session.records(openedBody)
      session.give({ kind: 'problem', problem })
      session.frame()
      expect(session.view().problem).toEqual(problem)
      session.whole()
      session.frame()
      return session.view().problem
    }
    expect(at(scriptedSession({ nowMs: () => HUB_AT_MS }))).toBeUndefined()
    expect(at(scriptedSession())).toEqual(problem)
  })

  test('[UI46] a moment and what was so at it are published together: never one moment’s numbers under another', () => {
    const session = scriptedSession()
    session.records(openedBody, attachedBody)
    for (let second = 3; second < 30; second += 1)
      session.records(vitalsBody(second, 60 + second, HUB_AT_MS + second * 1_000))
    session.whole()
    session.frame()
    const seen: (readonly [number, number])[] = []
    for (const second of [10, 25, 12, 28]) {
      session.store.cursor.seek(HUB_AT_MS + second * 1_000)
      // No frame has passed.
      const { atMs, loading } = session.cursor()
      expect(loading).toBe(false)
      seen.push([atMs, session.view().shown.headAtMs])
    }
    expect(seen).toEqual(seen.map(([atMs]) => [atMs, atMs]))
  })

  test('[UI7] a refusal ends when records come again', () => {
    const { records, give, frame, view } = scripted()
    give({ kind: 'failed', error: { code: 'not-allowed', message: 'This screen may not see that.' } })
    frame()
    expect(view()).toMatchObject({ phase: 'failed', failure: { code: 'not-allowed' } })
    records(openedBody)
    give({ kind: 'caughtUp', head: 1 })
    frame()
    expect(view().phase).toBe('following')
    expect(view().failure).toBeUndefined()
  })
})
