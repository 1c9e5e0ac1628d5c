// Owns the scene of a visit: a clinic that asks for check-in, a simulated patient whose monitor answers cuff orders, real pages of a
// nurse and a physician, and hub time that is moved second by second. Never acts for the people whose pages it opens.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { type RoomId, type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import type { DecodedRecord } from '@chairside/shared/record/line.ts'
import type { RecordKind, RecordOf } from '@chairside/shared/record/record.ts'
import type { Browser } from 'playwright-core'
import { FIXTURE_PASSWORD } from '../../server/store/store-fixture.ts'
import type { Scenario } from '../../simulator/scenarios/scenario.ts'
import { createSimulatedRoom, type SimulatedRoom } from '../../simulator/simulated-room.ts'
import { createStage, NURSE, QA, type Stage, type StageOptions } from '../stage.ts'
import { type Companion, createCompanion } from './companion.ts'
import { signInOverHttp } from './follower.ts'
import { decode } from './log-proofs.ts'
import { addPerson, openScreen, type Seen, type SeenOptions } from './screens.ts'

/** Who takes the room over. */
export const OTHER_NURSE = 'M. Adeyemi'
export const WITNESS = OTHER_NURSE
/** A place that is not audible says so after 6 s of hub time. */
const PAINTS_EVERY_S = 2
const FILM = process.env['FILM']
const FILM_DIR = join(import.meta.dirname, '..', '..', '.tmp', 'film', FILM ?? '')
const OTHER_SIZES = [
  [768, 1024],
  [1920, 1080],
] as const

/** Warns at the gate (SBP over 140), and nothing else happens to them. */
export const WARNS: Scenario = {
  name: 'warns-at-the-gate',
  see: 'A pressure that warns at the gate and does not rise.',
  response: 'moderate',
  patient: {
    systolic: [149, 149],
    diastolic: [86, 86],
    heartRate: [72, 72],
    spo2: [97, 97],
    rise: { systolic: [2, 2], diastolic: [1, 1], heartRate: [3, 3] },
  },
  devices: [{ name: 'monitor', signals: ['heartRate', 'pulseRate', 'spo2', 'bloodPressure'] }],
  events: [],
}
/** Passes the gate: for what is not about the gate. */
export const PASSES: Scenario = {
  ...WARNS,
  name: 'passes-the-gate',
  patient: { ...WARNS.patient, systolic: [122, 122], diastolic: [76, 76] },
}

export type VisitScene = {
  readonly stage: Stage
  readonly monitors: readonly SimulatedRoom[]
  /** @param by the address it goes by; absent: the hub's own */
  screen(options: SeenOptions, by?: { readonly url: string }): Promise<Seen>
  /** Puts a simulated patient into a room. */
  monitor(room: number, scenario: Scenario): Promise<void>
  /** Moves hub time on; monitors say what they measured, the pages have heard it. */
  goOn(seconds: number): Promise<void>
  /** The same while a page is cut off: it hears nothing. */
  goOnAlone(seconds: number): Promise<void>
  /** Moves hub time on until it is so. @param withinS of hub time */
  until(what: string, isSo: () => Promise<boolean> | boolean, withinS: number): Promise<void>
  /** Every committed line. */
  lines(sessionId: SessionId): Promise<readonly string[]>
  records(sessionId: SessionId): Promise<DecodedRecord[]>
  /** The lines of the session as QA takes them away. */
  export(sessionId: SessionId): Promise<readonly string[]>
  of<K extends RecordKind>(sessionId: SessionId, kind: K): Promise<RecordOf<K>[]>
  state(sessionId: SessionId): Promise<SessionState>
  /** The newest session that was opened. */
  newest(): Promise<SessionId>
  /** A picture of the film, where one is made (FILM=visit: in .tmp/film/visit). @param all at the other sizes, too */
  picture(screen: Seen, name: string, all?: boolean): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

let pictures = 0
/** A picture of the film, where one is made. @param all at the other sizes, too */
export async function film({ page }: Pick<Seen, 'page'>, name: string, all = false): Promise<void> {
  if (FILM === undefined) return
  mkdirSync(FILM_DIR, { recursive: true })
  pictures += 1
  const number = String(pictures).padStart(2, '0')
  const shoot = (size: string) => page.screenshot({ path: join(FILM_DIR, `${number}-${name}${size}.png`) })
  await page.waitForTimeout(150)
  await shoot('')
  if (!all) return
  const before = page.viewportSize() ?? { width: 1280, height: 800 }
  for (const [width, height] of OTHER_SIZES) {
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(300)
    await shoot(`-${width}`)
  }
  await page.setViewportSize(before)
}

export async function createVisitScene(browser: Browser, options: StageOptions = {}): Promise<VisitScene> {
  const { environment, ...rest } = options
  const stage = await createStage({
    rooms: ['Room 1', 'Room 2', 'Room 3'],
    environment: { CHECK_IN: 'required', ...environment },
    ...rest,
  })
  await addPerson(stage, OTHER_NURSE, 'nurse')
  const screens: Seen[] = []
  const monitors: SimulatedRoom[] = []
  const companions: Companion[] = [await createCompanion(stage, OTHER_NURSE)]
  const lines: VisitScene['lines'] = async (sessionId) => {
    const stream = sessionStream(sessionId)
    const head = (await stage.log.head(stream))?.head ?? 0
    return stage.log.read(stream, 1, head)
  }
  /** What is in the log does not change: each line is read once, however often somebody asks. */
  const read = new Map<SessionId, { records: DecodedRecord[]; state: SessionState }>()
  const known = async (sessionId: SessionId) => {
    const one = read.get(sessionId) ?? { records: [], state: emptySession }
    read.set(sessionId, one)
    const stream = sessionStream(sessionId)
    const head = (await stage.log.head(stream))?.head ?? 0
    const from = one.records.length + 1
    if (from > head) return one
    const more = await stage.log.read(stream, from, head)
    // Somebody else may have read on meanwhile.
    for (const line of more.slice(one.records.length + 1 - from)) {
      const record = decode(line)
      one.records.push(record)
      one.state = foldSession(one.state, record)
    }
    return one
  }
  const records: VisitScene['records'] = async (sessionId) => [...(await known(sessionId)).records]
  const second = async (at: number): Promise<void> => {
    stage.clock.move(1_000)
    await Promise.all(monitors.map((monitor) => monitor.idle()))
    if (at % PAINTS_EVERY_S === 0) await Promise.all(companions.map((one) => one.paints()))
  }
  const heard = () => Promise.all(screens.map((screen) => screen.heard()))
  return {
    stage,
    monitors,
    async screen(wanted, { url } = stage) {
      const opened = await openScreen({ ...stage, url }, browser, OTHER_NURSE, wanted)
      screens.push(opened)
      const { enrolledFor } = wanted
      if (enrolledFor !== undefined && enrolledFor !== 'suite')
        companions.push(await createCompanion(stage, OTHER_NURSE, enrolledFor))
      return opened
    },
    async monitor(room, scenario) {
      const roomId = stage.rooms[room - 1] as RoomId
      const door = await stage.addDevice(roomId, 'simulated', `Monitor ${room}`)
      const monitor = createSimulatedRoom({
        url: stage.url,
        clock: stage.clock,
        scenario,
        seed: `visit-${room}`,
        newEpoch: () => `visit-${room}`,
        ...door,
      })
      await monitor.start()
      monitors.push(monitor)
    },
    async goOn(seconds) {
      for (let at = 1; at <= seconds; at += 1) await second(at)
      await heard()
    },
    async goOnAlone(seconds) {
      for (let at = 1; at <= seconds; at += 1) await second(at)
    },
    async until(what, isSo, withinS) {
      for (let at = 1; at <= withinS; at += 1) {
        if (await isSo()) return heard().then(() => undefined)
        await second(at)
      }
      throw new Error(`Not within ${withinS} s of hub time: ${what}`)
    },
    lines,
    records,
    async export(sessionId) {
      const cookie = await signInOverHttp(stage.url, QA, FIXTURE_PASSWORD)
      const response = await fetch(`${stage.url}/api/sessions/${sessionId}/export.ndjson`, {
        headers: { cookie },
      })
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
      // The first line is of the file, and the last one ends it.
      return (await response.text()).split('\n').slice(1, -1)
    },
    async of(sessionId, kind) {
      return (await records(sessionId)).filter((one) => one.kind === kind) as never
    },
    state: async (sessionId) => (await known(sessionId)).state,
    async newest() {
      const [open] = stage.hub.registry.openActors().slice(-1)
      if (open === undefined) throw new Error('no session is open')
      return open.sessionId
    },
    picture: film,
    async [Symbol.asyncDispose]() {
      if (FILM !== undefined)
        for (const { page, name } of screens)
          await page.screenshot({ path: join(FILM_DIR, `last-${name.replaceAll(' ', '-')}.png`) })
      await Promise.all(screens.map((screen) => screen.close()))
      for (const companion of companions) companion.close()
      await Promise.all(monitors.map((monitor) => monitor.stop()))
      await stage[Symbol.asyncDispose]()
    },
  }
}

export const atTheChair = (
  room: number,
  person: string = NURSE,
  more: Partial<SeenOptions> = {},
): SeenOptions => ({
  enrolledFor: `room-${room}` as RoomId,
  name: `Chair ${room}`,
  path: `/room/room-${room}`,
  person,
  ...more,
})
