// Proves that live, replay and import-of-export are one session: what a screen knew at every second while it happened is what
// a replay shows at that second, on the hub that recorded it, on another that imported its export, and from the file alone.
import { isDeepStrictEqual } from 'node:util'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import { sessionStream } from '@chairside/shared/ids.ts'
import type { HttpImport } from '@chairside/shared/protocol/http.ts'
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPlayer, type Player } from '../simulator/player.ts'
import { SCENARIO_NAMES, SCENARIOS } from '../simulator/scenarios/table.ts'
import { createSimulatedRoom, devicesNeeded, type SimulatedRoom } from '../simulator/simulated-room.ts'
import { createFollower, type Followed, type Follower, signInOverHttp } from './support/follower.ts'
import { historyOf, openRecorded, type Recorded } from './support/recorded.ts'
import { allRecordings, recording } from './support/recordings.ts'
import { NURSE, PASSWORD, QA, START_MS, steppedHub, type TestHub, testHub } from './support/test-hub.ts'
import { until } from './support/wait.ts'

const SEEDED = 10
const SEEDED_S = 1_200
const DAY_MS = 86_400_000
/** Of the wall, for whatever a machine with other things to do has to do. */
const PATIENCE_MS = 120_000

type Run = {
  readonly name: string
  readonly roomId: RoomId
  readonly followed: Followed
  readonly sessionId: SessionId
  readonly isOver: () => boolean
  readonly idle: () => Promise<unknown>
  readonly stop: () => Promise<void>
  /** A series of cuff readings over days: compared at each of them, not at each second. */
  readonly sparse: boolean
}

/** A session's rules are as long as all the rest and never change: each set of them is told by its number here. */
const ruleSets = new Map<string, number>()
const numbers = new WeakMap<object, number>()
function numberOf(ruleSet: object | undefined): number | undefined {
  if (ruleSet === undefined) return undefined
  const text = numbers.has(ruleSet) ? '' : JSON.stringify(ruleSet)
  const number = numbers.get(ruleSet) ?? ruleSets.get(text) ?? ruleSets.size
  if (text !== '') ruleSets.set(text, number)
  numbers.set(ruleSet, number)
  return number
}
/**
 * The state as JSON.stringify writes it, with each part written once for as long as it is the same object: what a moment
 * leaves as it was is most of a session, and is written for 50,000 moments four times over.
 */
const texts = new WeakMap<object, string>()
function textOf(part: object): string {
  const known = texts.get(part)
  if (known !== undefined) return known
  const text = JSON.stringify(freeze(part))
  texts.set(part, text)
  return text
}
/** Whoever writes on what has been shown is found out: it would hide behind the text that is kept. */
function freeze<Part extends object>(part: Part): Part {
  if (Object.isFrozen(part)) return part
  for (const value of Object.values(part)) if (typeof value === 'object' && value !== null) freeze(value)
  return Object.freeze(part)
}
function said(state: Pick<SessionState, 'ruleSet'>): string {
  const parts: string[] = []
  for (const [key, value] of Object.entries({ ...state, ruleSet: numberOf(state.ruleSet) }) as [
    string,
    unknown,
  ][])
    if (value !== undefined)
      parts.push(
        `${JSON.stringify(key)}:${typeof value === 'object' && value !== null ? textOf(value) : JSON.stringify(value)}`,
      )
  return `{${parts.join(',')}}`
}
/** At the very end a recording that was imported says so as well, in a record of its own. */
const saidAtTheEnd = (state: Pick<SessionState, 'ruleSet'>): string => {
  const ended = { ...state, head: 0, headAtMs: 0, imported: undefined }
  return said(ended)
}

describe('live equals replay equals import-of-export', () => {
  let hub: TestHub<ReturnType<typeof createSteppedClock>>
  let other: TestHub
  let follower: Follower
  let qa: string
  let otherQa: string
  const runs: Run[] = []

  const openIn = async (roomId: RoomId, patientCode: string) => {
    const opened = await follower.command({
      type: 'session.open',
      roomId,
      patientCode,
      includeHeld: false,
    } as never)
    if (!opened.ok || opened.sessionId === undefined) throw new Error(JSON.stringify(opened))
    return { sessionId: opened.sessionId, followed: await follower.follow(sessionStream(opened.sessionId)) }
  }

  async function seeded(at: number, roomId: RoomId): Promise<Run> {
    const name = SCENARIO_NAMES[at % SCENARIO_NAMES.length] as (typeof SCENARIO_NAMES)[number]
    const doors = []
    for (let one = 0; one < devicesNeeded(SCENARIOS[name]); one += 1)
      doors.push(await hub.addDevice(`Monitor ${at} ${one}`, 'simulated', roomId))
    const [first, second] = doors
    const room: SimulatedRoom = createSimulatedRoom({
      url: hub.url,
      clock: hub.clock,
      scenario: name,
      seed: `three-ways-${at}`,
      newEpoch: () => `seed-${at}`,
      token: first!.token,
      deviceId: first!.deviceId,
      ...(second === undefined ? {} : { second }),
    })
    await room.start()
    const { sessionId, followed } = await openIn(roomId, `SEED-${at}`)
    const started = await follower.command(
      {
        type: 'infusion.start',
        sessionId,
        rateMlPerHr: 52.5,
        plan: { drug: 'Ketamine', doseMg: 35, volumeMl: 35, minutes: 40 },
      } as never,
      followed.state.head,
    )
    expect(started).toMatchObject({ ok: true })
    return {
      name: `seed ${at}, ${name}`,
      roomId,
      sessionId,
      followed,
      isOver: () => hub.clock.nowMs() >= START_MS + SEEDED_S * 1_000,
      idle: () => room.idle(),
      stop: () => room.stop(),
      sparse: false,
    }
  }

  async function played(file: string, roomId: RoomId): Promise<Run> {
    const { deviceId, token } = await hub.addDevice(`Player ${file}`, 'recorded', roomId)
    const csv = recording(file)
    const player: Player = createPlayer({
      url: hub.url,
      token,
      deviceId,
      recording: csv,
      clock: hub.clock,
      newEpoch: () => 'run-1',
    })
    await player.connect()
    const { sessionId, followed } = await openIn(
      roomId,
      `REC-${file.replace(/.*\/|\.csv/g, '').replaceAll('_', '-')}`.slice(0, 24).replace(/-$/, ''),
    )
    let over = false
    player.play().then(
      () => {
        over = true
      },
      (error: unknown) => {
        throw error
      },
    )
    return {
      name: file,
      roomId,
      sessionId,
      followed,
      isOver: () => over,
      idle: () => player.idle(),
      stop: () => player.stop(),
      sparse: csv.signals.every((signal) => signal === 'bloodPressure'),
    }
  }

  beforeAll(async () => {
    const files = allRecordings()
    const rooms = Array.from({ length: SEEDED + files.length }, (_, at) => `Room ${at + 1}`)
    hub = await steppedHub(rooms)
    other = await testHub(createSteppedClock(START_MS + 400 * DAY_MS), ['Room 1'])
    follower = await createFollower(hub.url, await signInOverHttp(hub.url, NURSE, PASSWORD))
    for (const [at, roomId] of hub.rooms.entries())
      runs.push(at < SEEDED ? await seeded(at, roomId) : await played(files[at - SEEDED] as string, roomId))

    const going = new Set(runs)
    for (;;) {
      await Promise.all([...going].map((run) => run.idle()))
      for (const run of [...going]) {
        if (!run.isOver()) continue
        going.delete(run)
        await run.stop()
        // Days later the sign-in of the beginning has ended: whoever closes signs in.
        const closer = await createFollower(hub.url, await signInOverHttp(hub.url, NURSE, PASSWORD))
        const closed = await closer.command(
          { type: 'session.close', sessionId: run.sessionId } as never,
          run.followed.state.head,
        )
        closer.close()
        expect(closed, `${run.name}: ${JSON.stringify(closed)}`).toMatchObject({ ok: true })
      }
      if (going.size === 0) break
      const nextMs = hub.clock.nextTimerMs()
      if (nextMs === undefined) throw new Error('nothing more is due, and not every session is over')
      hub.clock.moveTo(nextMs)
    }
    await until(
      'every closing is on the screen',
      () => runs.every(({ followed }) => followed.state.closed !== undefined),
      PATIENCE_MS,
    )
    qa = await signInOverHttp(hub.url, QA, PASSWORD)
    otherQa = await signInOverHttp(other.url, QA, PASSWORD)
  })

  afterAll(async () => {
    follower?.close()
    await hub?.[Symbol.asyncDispose]()
    await other?.[Symbol.asyncDispose]()
  })

  /** Every second of the session, or every cuff reading of one that lasts for days. */
  function momentsOf({ followed, sparse }: Run): number[] {
    const fromMs = followed.records[0]!.hubAtMs
    const toMs = followed.state.closed!.atMs
    if (sparse)
      return followed.records
        .filter(({ kind, hubAtMs }) => kind === 'bloodPressure' && hubAtMs < toMs)
        .map(({ hubAtMs }) => hubAtMs)
    return Array.from({ length: Math.ceil((toMs - fromMs) / 1_000) }, (_, at) => fromMs + at * 1_000)
  }
  /** What the live screen knew at each moment. */
  function liveAt({ followed }: Run, moments: readonly number[]): string[] {
    let at = 0
    return moments.map((atMs) => {
      while (at + 1 < followed.records.length && followed.records[at + 1]!.hubAtMs <= atMs) at += 1
      return said(followed.states[at]!)
    })
  }
  async function shownAt(recorded: Recorded, moments: readonly number[]): Promise<string[]> {
    const shown: string[] = []
    for (const atMs of moments) shown.push(said((await recorded.lookAt(atMs)).shown))
    return shown
  }
  function expectSame(name: string, way: string, moments: readonly number[], ours: string[], live: string[]) {
    const at = ours.findIndex((one, index) => one !== live[index])
    if (at === -1) return
    const seconds = (moments[at]! - moments[0]!) / 1_000
    expect(JSON.parse(ours[at]!), `${name}: ${way}, ${seconds} s`).toEqual(JSON.parse(live[at]!))
  }

  async function importInto(target: TestHub, cookie: string, name: string, body: string): Promise<SessionId> {
    const sent = await fetch(`${target.url}/api/imports?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { cookie, origin: target.url, 'content-type': 'application/x-ndjson' },
      body,
    })
    expect(sent.status, await sent.clone().text()).toBe(202)
    let { import: now } = (await sent.json()) as HttpImport
    await until(
      'the import is over',
      async () => {
        const answer = await fetch(`${target.url}/api/imports/${now.importId}`, { headers: { cookie } })
        now = ((await answer.json()) as HttpImport).import
        return now.state === 'done' || now.state === 'failed'
      },
      PATIENCE_MS,
      () => now,
    )
    expect(now, `${name}: ${JSON.stringify(now)}`).toMatchObject({ state: 'done' })
    return now.sessionId as SessionId
  }

  test('[EE8] for ten seeded sessions and every recording, the fold is the same at every second, whichever way it came', async () => {
    expect(runs.length).toBeGreaterThanOrEqual(SEEDED)
    let compared = 0
    for (const run of runs) {
      const moments = momentsOf(run)
      expect(moments.length, run.name).toBeGreaterThan(40)
      const live = liveAt(run, moments)
      const stream = sessionStream(run.sessionId)
      await until('it is sealed', async () => (await hub.verify(stream)).ok, PATIENCE_MS)
      await until(
        'the whole of it is in the sealed history',
        async () => {
          const segments = await historyOf(hub.url, qa).segments(stream)
          return segments.ok && segments.value.at(-1)?.last === run.followed.state.head
        },
        PATIENCE_MS,
      )

      const replay = await openRecorded({ sessionId: run.sessionId }, historyOf(hub.url, qa))
      expectSame(run.name, 'replay', moments, await shownAt(replay, moments), live)
      expect(replay.store.view.getState().trends, run.name).toEqual(run.followed.trends)

      const response = await fetch(`${hub.url}/api/sessions/${run.sessionId}/export.ndjson`, {
        headers: { cookie: qa },
      })
      expect(response.status).toBe(200)
      const text = await response.text()
      expect(text.split('\n').slice(1, -1), run.name).toEqual(run.followed.lines)

      const sessionId = await importInto(other, otherQa, `${run.name}.ndjson`, text)
      expect(sessionId).toBe(run.sessionId)
      const imported = await openRecorded({ sessionId }, historyOf(other.url, otherQa))
      expectSame(run.name, 'import of export', moments, await shownAt(imported, moments), live)

      const fromFile = await openRecorded({ file: { name: 'x.ndjson', text } }, historyOf('', ''))
      const of = fromFile.store.view.getState()
      for (const [way, { store }] of [
        ['replay', replay],
        ['import of export', imported],
      ] as const) {
        const view = store.view.getState()
        for (const list of ['timeline', 'gaps', 'alarmSpans'] as const) {
          const at = view[list].findIndex((one, index) => !isDeepStrictEqual(one, of[list][index]))
          expect(view[list][at], `${run.name}: ${way}, ${list}, number ${at}`).toEqual(of[list][at])
          expect(view[list], `${run.name}: ${way}, ${list}`).toHaveLength(of[list].length)
        }
        expect(view.trends, `${run.name}: ${way}`).toEqual(of.trends)
      }
      expectSame(run.name, 'file', moments, await shownAt(fromFile, moments), live)
      const end = saidAtTheEnd(run.followed.state)
      for (const way of [replay, imported, fromFile])
        expect(saidAtTheEnd((await way.lookAt(Number.MAX_SAFE_INTEGER)).shown), run.name).toBe(end)
      compared += moments.length
      for (const way of [replay, imported, fromFile]) way.close()
    }
    // 20 min each of ten made sessions at least; with the recordings, about 40,000 seconds more.
    expect(compared).toBeGreaterThan(SEEDED * SEEDED_S)
  })
})
